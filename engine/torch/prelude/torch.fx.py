"""torch.fx: what packages touch when they are imported; graphs of a program's calls are not modelled."""

from _gradsight import unknown

__import__("_rest").unknown()

_Unknown = unknown("torch.fx is not modelled")


class Proxy(_Unknown):
    pass


class Node(_Unknown):
    pass


class Graph(_Unknown):
    pass


class GraphModule(_Unknown):
    pass


class Tracer(_Unknown):
    pass


def wrap(fn_or_name):
    return fn_or_name
