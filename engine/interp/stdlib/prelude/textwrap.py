"""Wrapping and indenting text."""
__import__("_rest").unknown()
import re


def _chunks(text, break_on_hyphens):
    text = re.sub(r"[\t\n\x0b\x0c\r ]", " ", text.expandtabs(8))
    out = []
    for piece in re.split(r"( +)", text):
        if piece == "":
            continue
        if piece[0] == " " or not break_on_hyphens:
            out.append(piece)
            continue
        for part in re.split(r"(?<=[A-Za-z]-)(?=[A-Za-z])", piece):
            if part != "":
                out.append(part)
    return out


class TextWrapper:
    def __init__(self, width=70, initial_indent="", subsequent_indent="", expand_tabs=True, replace_whitespace=True, fix_sentence_endings=False,
                 break_long_words=True, drop_whitespace=True, break_on_hyphens=True, tabsize=8, *, max_lines=None, placeholder=" [...]"):
        self.width = width
        self.initial_indent = initial_indent
        self.subsequent_indent = subsequent_indent
        self.break_long_words = break_long_words
        self.drop_whitespace = drop_whitespace
        self.break_on_hyphens = break_on_hyphens
        self.max_lines = max_lines
        self.placeholder = placeholder

    def wrap(self, text):
        if self.width <= 0:
            raise ValueError("invalid width %r (must be > 0)" % self.width)
        chunks = _chunks(text, self.break_on_hyphens)
        lines = []
        while chunks:
            indent = self.subsequent_indent if lines else self.initial_indent
            room = self.width - len(indent)
            if self.drop_whitespace and chunks[0].strip() == "" and lines:
                chunks.pop(0)
                if not chunks:
                    break
            line = []
            length = 0
            while chunks and length + len(chunks[0]) <= room:
                length += len(chunks[0])
                line.append(chunks.pop(0))
            if chunks and len(chunks[0]) > room:
                space = 1 if room < 1 else room - length
                if self.break_long_words:
                    line.append(chunks[0][:space])
                    chunks[0] = chunks[0][space:]
                elif not line:
                    line.append(chunks.pop(0))
            if self.drop_whitespace and line and line[-1].strip() == "":
                length -= len(line.pop())
            if not line:
                continue
            last = self.max_lines is not None and len(lines) + 1 == self.max_lines
            if not last or not chunks or (self.drop_whitespace and len(chunks) == 1 and not chunks[0].strip()):
                lines.append(indent + "".join(line))
                continue
            length = sum(len(part) for part in line)
            while line:
                if line[-1].strip() and length + len(self.placeholder) <= room:
                    line.append(self.placeholder)
                    lines.append(indent + "".join(line))
                    break
                length -= len(line.pop())
            else:
                lines.append(indent + self.placeholder.lstrip())
            break
        return lines

    def fill(self, text):
        return "\n".join(self.wrap(text))


def wrap(text, width=70, **kwargs):
    return TextWrapper(width=width, **kwargs).wrap(text)


def fill(text, width=70, **kwargs):
    return TextWrapper(width=width, **kwargs).fill(text)


def shorten(text, width, **kwargs):
    return TextWrapper(width=width, max_lines=1, **kwargs).fill(" ".join(text.strip().split()))


def dedent(text):
    lines = [line if line.strip(" \t") else "" for line in text.split("\n")]
    margin = None
    for line in lines:
        if line == "":
            continue
        indent = line[: len(line) - len(line.lstrip(" \t"))]
        if margin is None:
            margin = indent
        else:
            n = 0
            while n < len(margin) and n < len(indent) and margin[n] == indent[n]:
                n += 1
            margin = margin[:n]
    if margin:
        lines = [line[len(margin):] if line else line for line in lines]
    return "\n".join(lines)


def indent(text, prefix, predicate=None):
    if predicate is None:
        predicate = lambda line: line.strip()
    return "".join(prefix + line if predicate(line) else line for line in text.splitlines(True))
