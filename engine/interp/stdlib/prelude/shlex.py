"""Words of a command line as a shell splits them."""
__import__("_rest").unknown()
import re as _re

_safe = _re.compile(r"[^\w@%+=:,./-]", _re.ASCII)


def split(s, comments=False, posix=True):
    if s is None:
        raise ValueError("s argument must not be None")
    words, word, quote, i = [], None, None, 0
    while i < len(s):
        c = s[i]
        if quote is not None:
            if c == quote:
                quote = None
                if not posix:
                    word += c
            elif c == "\\" and quote == '"' and posix and i + 1 < len(s):
                i += 1
                word += s[i] if s[i] in '"\\' else c + s[i]
            else:
                word += c
        elif c in " \t\r\n":
            if word is not None:
                words.append(word)
            word = None
        elif comments and c == "#":
            i = s.find("\n", i)
            if i < 0:
                break
            continue
        elif c in "'\"":
            quote, word = c, (word or "") + ("" if posix else c)
        elif c == "\\" and posix:
            i += 1
            if i >= len(s):
                raise ValueError("No escaped character")
            word = (word or "") + s[i]
        else:
            word = (word or "") + c
        i += 1
    if quote is not None:
        raise ValueError("No closing quotation")
    return words if word is None else [*words, word]


def quote(s):
    if not s:
        return "''"
    return s if _safe.search(s) is None else "'" + s.replace("'", "'\"'\"'") + "'"


def join(split_command):
    return " ".join(quote(word) for word in split_command)
