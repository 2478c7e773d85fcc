"""Pretty printing of nested containers."""
__import__("_rest").unknown()


def _lines(value, width, indent, level, sort):
    text = repr(value)
    if len(text) <= width - indent:
        return text
    if isinstance(value, dict) and type(value).__repr__ is dict.__repr__ and value:
        items = sorted(value.items(), key=lambda kv: _key(kv[0])) if sort else list(value.items())
        parts = []
        for k, v in items:
            key = repr(k) + ": "
            parts.append(key + _lines(v, width - 1, indent + len(key) + 1, level, sort))
        return "{" + (",\n" + " " * (indent + 1)).join(parts) + "}"
    if type(value) in (list, tuple, set, frozenset) and value:
        op, cl = ("[", "]") if type(value) is list else ("(", ")") if type(value) is tuple else ("{", "}")
        items = sorted(value, key=_key) if type(value) in (set, frozenset) else list(value)
        parts = [_lines(v, width - 1, indent + 1, level, sort) for v in items]
        tail = "," if type(value) is tuple and len(value) == 1 else ""
        return op + (",\n" + " " * (indent + 1)).join(parts) + tail + cl
    return text


def _key(v):
    return (str(type(v)), v) if not isinstance(v, (int, float, str)) else ("", v) if isinstance(v, (int, float)) else ("s", v)


def pformat(object, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
    if sort_dicts and isinstance(object, dict) and len(repr(object)) <= width:
        return repr(_sorted(object))
    return _lines(_sorted(object) if sort_dicts else object, width, 0, 0, sort_dicts)


def _sorted(v):
    if type(v) is dict:
        try:
            return {k: _sorted(v[k]) for k in sorted(v, key=_key)}
        except TypeError:
            return v
    if type(v) is list:
        return [_sorted(x) for x in v]
    if type(v) is tuple:
        return tuple(_sorted(x) for x in v)
    return v


def pprint(object, stream=None, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
    print(pformat(object, indent, width, depth, compact=compact, sort_dicts=sort_dicts), file=stream)


def pp(object, *args, sort_dicts=False, **kwargs):
    pprint(object, *args, sort_dicts=sort_dicts, **kwargs)


def saferepr(object):
    return repr(object)


class PrettyPrinter:
    def __init__(self, indent=1, width=80, depth=None, stream=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
        self._indent, self._width, self._stream, self._sort = indent, width, stream, sort_dicts

    def pprint(self, object):
        pprint(object, self._stream, self._indent, self._width, sort_dicts=self._sort)

    def pformat(self, object):
        return pformat(object, self._indent, self._width, sort_dicts=self._sort)
