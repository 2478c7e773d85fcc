"""ast: literals read from texts; trees are not modelled."""
__import__("_rest").unknown()

_ALLOWED = {"__builtins__": {}, "True": True, "False": False, "None": None, "set": set}


def literal_eval(node_or_string):
    if not isinstance(node_or_string, str):
        raise ValueError(f"malformed node or string: {node_or_string!r}")
    try:
        return eval(node_or_string.lstrip(" \t"), dict(_ALLOWED))
    except (NameError, TypeError, AttributeError):
        raise ValueError(f"malformed node or string: {node_or_string!r}") from None
