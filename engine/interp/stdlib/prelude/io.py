"""Streams in memory."""
__import__("_rest").unknown()
open = open

SEEK_SET = 0
SEEK_CUR = 1
SEEK_END = 2


class UnsupportedOperation(OSError, ValueError):
    pass


class IOBase:
    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()


class RawIOBase(IOBase):
    pass


class BufferedIOBase(IOBase):
    pass


class TextIOBase(IOBase):
    pass


class _Memory:
    def _start(self, initial):
        self._buffer = initial
        self._pos = 0
        self.closed = False

    def _check(self):
        if self.closed:
            raise ValueError("I/O operation on closed file.")

    def getvalue(self):
        self._check()
        return self._buffer

    def write(self, s):
        self._check()
        if self._pos > len(self._buffer):
            self._buffer += self._zero * (self._pos - len(self._buffer))
        self._buffer = self._buffer[:self._pos] + s + self._buffer[self._pos + len(s):]
        self._pos += len(s)
        return len(s)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def read(self, size=-1):
        self._check()
        if size is None or size < 0:
            out = self._buffer[self._pos:]
        else:
            out = self._buffer[self._pos:self._pos + size]
        self._pos += len(out)
        return out

    read1 = read

    def readline(self, size=-1):
        self._check()
        end = self._buffer.find(self._newline, self._pos)
        end = len(self._buffer) if end < 0 else end + 1
        out = self._buffer[self._pos:end]
        self._pos = end
        return out

    def readlines(self, hint=-1):
        return list(self)

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def seek(self, pos, whence=0):
        self._check()
        self._pos = pos if whence == 0 else self._pos + pos if whence == 1 else len(self._buffer) + pos
        return self._pos

    def tell(self):
        return self._pos

    def truncate(self, size=None):
        size = self._pos if size is None else size
        self._buffer = self._buffer[:size]
        return size

    def flush(self):
        pass

    def close(self):
        self.closed = True

    def readable(self):
        return True

    def writable(self):
        return True

    def seekable(self):
        return True

    def isatty(self):
        return False


class StringIO(_Memory, TextIOBase):
    _newline = "\n"
    _zero = "\0"

    def __init__(self, initial_value="", newline="\n"):
        self._start(initial_value or "")

    def write(self, s):
        if not isinstance(s, str):
            raise TypeError("string argument expected, got %r" % type(s).__name__)
        return _Memory.write(self, s)


class BytesIO(_Memory, BufferedIOBase):
    _newline = b"\n"
    _zero = b"\0"

    def __init__(self, initial_bytes=b""):
        self._start(bytes(initial_bytes))

    def getbuffer(self):
        return self._buffer


class TextIOWrapper(TextIOBase):
    def __init__(self, buffer, encoding=None, *args, **kwargs):
        self.buffer = buffer

    def write(self, s):
        return self.buffer.write(s.encode())

    def read(self, size=-1):
        return self.buffer.read(size).decode()

    def flush(self):
        pass

    def close(self):
        pass
