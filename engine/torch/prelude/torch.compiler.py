"""torch.compiler: nothing is compiled here, so functions stay what they are."""

from torch._dynamo.eval_frame import compile

__import__("_rest").unknown()


def disable(fn=None, recursive=True, *, reason=None):
    return fn if fn is not None else lambda function: function


def allow_in_graph(fn):
    return fn


assume_constant_result = nonstrict_trace = substitute_in_graph_target = allow_in_graph


def substitute_in_graph(original_fn, *args, **kwargs):
    return lambda function: function


def is_compiling():
    return False


def is_dynamo_compiling():
    return False


def is_exporting():
    return False


def reset():
    pass


def cudagraph_mark_step_begin():
    pass
