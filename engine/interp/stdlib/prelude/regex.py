"""regex: what it has in common with `re`."""
from re import *
from re import DEBUG, Match, Pattern, compile, error, escape, findall, finditer, fullmatch, match, purge, search, split, sub, subn, template

__import__("_rest").unknown()

Regex = Pattern
__version__ = "2026.9.29"
