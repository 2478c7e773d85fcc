"""torch.jit: scripts and traces behave as what they were made from."""


def script(obj=None, *args, **kwargs):
    return obj if obj is not None else script


def trace(func, example_inputs=None, *args, **kwargs):
    return func


def _same(fn=None, *args, **kwargs):
    return fn


ignore = unused = export = interface = freeze = optimize_for_inference = script_method = _same
Final = None


def is_scripting():
    return False


def is_tracing():
    return False


def annotate(the_type, the_value):
    return the_value
