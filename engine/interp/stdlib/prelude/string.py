"""Constants, Template and Formatter."""
__import__("_rest").unknown()
import re as _re

whitespace = " \t\n\r\v\f"
ascii_lowercase = "abcdefghijklmnopqrstuvwxyz"
ascii_uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ascii_letters = ascii_lowercase + ascii_uppercase
digits = "0123456789"
hexdigits = digits + "abcdef" + "ABCDEF"
octdigits = "01234567"
punctuation = r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"""
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    return (sep or " ").join(x.capitalize() for x in s.split(sep))


class Template:
    delimiter = "$"

    def __init__(self, template):
        self.template = template

    def _replace(self, mapping, strict):
        def convert(mo):
            if mo.group(1) is not None:
                return self.delimiter
            name = mo.group(2) or mo.group(3)
            if name is None:
                if strict:
                    raise ValueError("Invalid placeholder in string: line 1, col %d" % (mo.start() + 1))
                return mo.group()
            if not strict and name not in mapping:
                return mo.group()
            return str(mapping[name])

        return _re.sub(r"\$(?:(\$)|([_a-zA-Z][_a-zA-Z0-9]*)|\{([_a-zA-Z][_a-zA-Z0-9]*)\}|)", convert, self.template)

    def substitute(self, mapping={}, /, **kws):
        return self._replace({**mapping, **kws}, True)

    def safe_substitute(self, mapping={}, /, **kws):
        return self._replace({**mapping, **kws}, False)


class Formatter:
    def format(self, format_string, /, *args, **kwargs):
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        return format_string.format(*args, **kwargs)
