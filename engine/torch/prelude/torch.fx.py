"""torch.fx: what packages touch when they are imported; graphs of a program's calls are not modelled."""

__import__("_rest").unknown()


def wrap(fn_or_name):
    return fn_or_name
