"""regex: what it has in common with `re`."""
from re import *
from re import DEBUG, Match, Pattern, compile, error, escape, findall, finditer, fullmatch, match, purge, search, split, sub, subn, template

__import__("_rest").unknown()

Regex = Pattern
__version__ = "2026.9.29"


def _foreign(pattern):
    """Whether it says what `re` cannot: properties, possessive repeats, sets of sets."""
    return isinstance(pattern, str) and __import__("re").search(r"\\[pPhKGLXR]|[+*?}]\+|\(\?[>|&(]|\[\[:|--\[|&&\[", pattern) is not None


def _checked(name):
    def call(pattern, *args, **kwargs):
        if _foreign(pattern):
            return __import__("_rest").unknown_value("a pattern of `regex` that `re` does not have")
        return getattr(__import__("re"), name)(pattern, *args, **kwargs)

    call.__name__ = call.__qualname__ = name
    return call


compile, findall, finditer, fullmatch, match, search, split, sub, subn = map(_checked, "compile findall finditer fullmatch match search split sub subn".split())
