"""Tracebacks are printed to standard error, which nobody reads here; what is asked for as text is not known beyond the last line."""
__import__("_rest").unknown()


def format_exception_only(exc, value=None, /):
    e = exc if value is None else value
    name = type(e).__name__ if type(e).__module__ in ("builtins", "__main__") else type(e).__module__ + "." + type(e).__qualname__
    text = str(e)
    return [name + ": " + text + "\n" if text else name + "\n"]


def print_exc(limit=None, file=None, chain=True):
    pass


def print_exception(*args, **kwargs):
    pass


def print_stack(*args, **kwargs):
    pass


def print_tb(*args, **kwargs):
    pass


def _unknown():
    return __import__("_rest").unknown_value("tracebacks as text are not modelled")


def format_exc(limit=None, chain=True):
    return _unknown()


def format_exception(*args, **kwargs):
    return _unknown()


def format_stack(*args, **kwargs):
    return _unknown()


def format_tb(*args, **kwargs):
    return _unknown()


def extract_stack(*args, **kwargs):
    return _unknown()


def extract_tb(*args, **kwargs):
    return _unknown()


class TracebackException:
    @classmethod
    def from_exception(cls, exc, **kwargs):
        return _unknown()
