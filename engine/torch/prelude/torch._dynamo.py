"""torch._dynamo: nothing is compiled here, so functions stay what they are."""
from torch._dynamo.eval_frame import OptimizedModule
from torch.compiler import allow_in_graph, disable, is_compiling, reset

__import__("_rest").unknown()


def optimize(*args, **kwargs):
    return lambda function: function


def mark_dynamic(*args, **kwargs):
    pass


def graph_break(*args, **kwargs):
    pass


mark_static = mark_static_address = maybe_mark_dynamic = mark_unbacked = mark_dynamic


def forbid_in_graph(fn):
    return fn


disallow_in_graph = forbid_in_graph


