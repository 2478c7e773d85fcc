"""Shell patterns for names."""
__import__("_rest").unknown()
import re as _re


def translate(pat):
    out, i = "", 0
    while i < len(pat):
        c = pat[i]
        i += 1
        if c == "*":
            if not out.endswith(".*"):
                out += ".*"
        elif c == "?":
            out += "."
        elif c == "[" and "]" in pat[i + 1 :]:
            end = pat.index("]", i + 1)
            inside = pat[i:end].replace("\\", r"\\")
            i = end + 1
            out += "[" + ("^" + inside[1:] if inside[0] == "!" else "\\" + inside if inside[0] == "^" else inside) + "]"
        else:
            out += _re.escape(c)
    return rf"(?s:{out})\Z"


def fnmatchcase(name, pat):
    return _re.match(translate(pat), name) is not None


fnmatch = fnmatchcase


def filter(names, pat):
    return [name for name in names if fnmatchcase(name, pat)]
