"""Paths as objects: arithmetic is exact, what lies on the disk is not known."""
__import__("_rest").unknown()
from _rest import is_unknown as _is_unknown
import glob as _glob
import os as _os
import shutil as _shutil


def _text(path):
    if isinstance(path, PurePath):
        return path._raw
    return _os.fspath(path)


class _Parents:
    def __init__(self, path):
        self._path = path

    def __len__(self):
        path = self._path
        return len(path._tail)

    def __getitem__(self, index):
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self))))
        if index < 0:
            index += len(self)
        if index >= len(self) or index < 0:
            raise IndexError(index)
        path = self._path
        for _ in range(index + 1):
            path = path.parent
        return path

    def __repr__(self):
        return "<%s.parents>" % type(self._path).__name__


class PurePath:
    def __new__(cls, *args, **kwargs):
        # Of a path that is not known nothing is.
        for a in args:
            if _is_unknown(_text(a)):
                return _text(a)
        if cls is PurePath:
            cls = PurePosixPath
        elif cls is Path:
            cls = PosixPath
        return object.__new__(cls)

    def __init__(self, *args):
        raw = _os.path.join(*[_text(a) for a in args]) if args else ""
        root = "//" if raw.startswith("//") and not raw.startswith("///") else "/" if raw.startswith("/") else ""
        self._root = root
        self._tail = [p for p in raw.split("/") if p and p != "."]
        self._raw = (root + "/".join(self._tail)) or "."

    def _make(self, root, tail):
        return type(self)(root + "/".join(tail) if root or tail else "")

    def __fspath__(self):
        return self._raw

    def __str__(self):
        return self._raw

    def as_posix(self):
        return self._raw

    def as_uri(self):
        return "file://" + self._raw

    def __bytes__(self):
        return self._raw.encode()

    def __repr__(self):
        return "%s(%r)" % (type(self).__name__, self._raw)

    def __hash__(self):
        return hash(self._raw)

    def __eq__(self, other):
        if not isinstance(other, PurePath):
            return NotImplemented
        return self._raw == other._raw

    def __lt__(self, other):
        if not isinstance(other, PurePath):
            return NotImplemented
        return self.parts < other.parts

    def __le__(self, other):
        return self == other or self < other

    def __gt__(self, other):
        return not self <= other

    def __ge__(self, other):
        return not self < other

    def __truediv__(self, other):
        try:
            return type(self)(self._raw, other)
        except TypeError:
            return NotImplemented

    def __rtruediv__(self, other):
        try:
            return type(self)(other, self._raw)
        except TypeError:
            return NotImplemented

    def joinpath(self, *args):
        return type(self)(self._raw, *args)

    @property
    def parts(self):
        return tuple(([self._root] if self._root else []) + self._tail)

    @property
    def drive(self):
        return ""

    @property
    def root(self):
        return self._root

    anchor = root

    @property
    def name(self):
        return self._tail[-1] if self._tail else ""

    @property
    def suffix(self):
        name = self.name
        i = name.rfind(".")
        return name[i:] if 0 < i < len(name) - 1 else ""

    @property
    def suffixes(self):
        name = self.name
        if name.endswith("."):
            return []
        return ["." + s for s in name.lstrip(".").split(".")[1:]]

    @property
    def stem(self):
        name = self.name
        i = name.rfind(".")
        return name[:i] if 0 < i < len(name) - 1 else name

    @property
    def parent(self):
        if not self._tail:
            return self
        return self._make(self._root, self._tail[:-1])

    @property
    def parents(self):
        return _Parents(self)

    def with_name(self, name):
        if not self.name:
            raise ValueError("%r has an empty name" % (self,))
        if not name or "/" in name or name == ".":
            raise ValueError("Invalid name %r" % name)
        return self._make(self._root, self._tail[:-1] + [name])

    def with_stem(self, stem):
        return self.with_name(stem + self.suffix)

    def with_suffix(self, suffix):
        if suffix and not suffix.startswith(".") or suffix == ".":
            raise ValueError("Invalid suffix %r" % suffix)
        if not self.name:
            raise ValueError("%r has an empty name" % (self,))
        return self._make(self._root, self._tail[:-1] + [self.stem + suffix])

    def with_segments(self, *args):
        return type(self)(*args)

    def is_absolute(self):
        return bool(self._root)

    def is_relative_to(self, *other):
        o = type(self)(*other)
        return o == self or o in self.parents

    def relative_to(self, *other):
        o = type(self)(*other)
        n = len(o._tail)
        if o._root != self._root or self._tail[:n] != o._tail:
            raise ValueError("%r is not in the subpath of %r OR one path is relative and the other is absolute." % (str(self), str(o)))
        return self._make("", self._tail[n:])

    def match(self, pattern):
        import re

        parts = [p for p in _text(pattern).split("/") if p]
        mine = self._tail
        if len(parts) > len(mine):
            return False
        for want, have in zip(reversed(parts), reversed(mine)):
            expr = "".join("[^/]*" if c == "*" else "[^/]" if c == "?" else re.escape(c) for c in want)
            if re.fullmatch(expr, have) is None:
                return False
        return True


class PurePosixPath(PurePath):
    pass


class PureWindowsPath(PurePath):
    pass


class Path(PurePath):
    @classmethod
    def cwd(cls):
        return cls(_os.getcwd())

    @classmethod
    def home(cls):
        return cls(_os.path.expanduser("~"))

    def exists(self, **kwargs):
        return _os.path.exists(self._raw)

    def is_file(self):
        return _os.path.isfile(self._raw)

    def is_dir(self):
        return _os.path.isdir(self._raw)

    def is_symlink(self):
        return _os.path.islink(self._raw)

    def mkdir(self, mode=0o777, parents=False, exist_ok=False):
        if parents or exist_ok:
            _os.makedirs(self._raw, exist_ok=exist_ok)
        else:
            _os.mkdir(self._raw)

    def rmdir(self):
        _os.rmdir(self._raw)

    def touch(self, mode=0o666, exist_ok=True):
        open(self._raw, "a").close()

    def unlink(self, missing_ok=False):
        if not missing_ok or self.exists():
            _os.remove(self._raw)

    def rename(self, target):
        _os.rename(self._raw, target)
        return type(self)(target)

    replace = rename

    def symlink_to(self, target, target_is_directory=False):
        pass

    def chmod(self, mode, **kwargs):
        pass

    def open(self, mode="r", buffering=-1, encoding=None, errors=None, newline=None):
        return open(self._raw, mode)

    def read_text(self, encoding=None, errors=None):
        with open(self._raw) as f:
            return f.read()

    def read_bytes(self):
        with open(self._raw, "rb") as f:
            return f.read()

    def write_text(self, data, encoding=None, errors=None, newline=None):
        with open(self._raw, "w") as f:
            return f.write(data)

    def write_bytes(self, data):
        with open(self._raw, "wb") as f:
            return f.write(data)

    def iterdir(self):
        return (self / name for name in _os.listdir(self._raw))

    def glob(self, pattern):
        found = _glob.glob(self._raw + "/" + pattern, recursive=True)
        return (type(self)(name) for name in found) if isinstance(found, list) else found

    def rglob(self, pattern):
        return self.glob("**/" + pattern)

    def stat(self, **kwargs):
        return _os.stat(self._raw)

    def absolute(self):
        return self if self._root else type(self)(_os.path.abspath(self._raw))

    def resolve(self, strict=False):
        return type(self)(_os.path.abspath(self._raw))

    def expanduser(self):
        return type(self)(_os.path.expanduser(self._raw)) if self._raw.startswith("~") else self

    def samefile(self, other):
        return _os.path.samefile(self._raw, other)


class PosixPath(Path, PurePosixPath):
    pass


WindowsPath = Path
