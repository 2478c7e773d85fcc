"""urllib.parse: addresses taken apart and put together."""
__import__("_rest").unknown()
from collections import namedtuple

uses_netloc = ["", "ftp", "http", "gopher", "nntp", "telnet", "imap", "wais", "file", "mms", "https", "shttp", "snews", "prospero", "rtsp", "rsync", "svn", "svn+ssh", "sftp", "nfs", "git", "git+ssh", "ws", "wss"]
_SAFE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~")


class _Parts:
    @property
    def _host(self):
        host = self.netloc.rpartition("@")[2]
        if host.startswith("["):
            name, _, port = host[1:].partition("]")
            return name, port.lstrip(":")
        name, _, port = host.partition(":")
        return name, port

    @property
    def hostname(self):
        return self._host[0].lower() or None

    @property
    def port(self):
        port = self._host[1]
        return int(port) if port else None

    @property
    def username(self):
        user, at, _ = self.netloc.rpartition("@")
        return user.partition(":")[0] if at else None

    @property
    def password(self):
        user, at, _ = self.netloc.rpartition("@")
        name, colon, password = user.partition(":")
        return password if at and colon else None


class SplitResult(namedtuple("SplitResult", "scheme netloc path query fragment"), _Parts):
    __slots__ = ()

    def geturl(self):
        return urlunsplit(self)


class ParseResult(namedtuple("ParseResult", "scheme netloc path params query fragment"), _Parts):
    __slots__ = ()

    def geturl(self):
        return urlunparse(self)


def urlsplit(url, scheme="", allow_fragments=True):
    netloc = query = fragment = ""
    before, colon, after = url.partition(":")
    if colon and before and before[0].isalpha() and all(c.isalnum() or c in "+-." for c in before):
        scheme, url = before.lower(), after
    if url[:2] == "//":
        end = min([i for i in (url.find(c, 2) for c in "/?#") if i >= 0], default=len(url))
        netloc, url = url[2:end], url[end:]
    if allow_fragments and "#" in url:
        url, fragment = url.split("#", 1)
    if "?" in url:
        url, query = url.split("?", 1)
    return SplitResult(scheme, netloc, url, query, fragment)


def urlparse(url, scheme="", allow_fragments=True):
    scheme, netloc, path, query, fragment = urlsplit(url, scheme, allow_fragments)
    head, slash, last = path.rpartition("/")
    last, _, params = last.partition(";")
    return ParseResult(scheme, netloc, head + slash + last, params, query, fragment)


def urlunsplit(parts):
    scheme, netloc, url, query, fragment = parts
    if netloc or (scheme and scheme in uses_netloc and url[:2] != "//"):
        if url and url[:1] != "/":
            url = "/" + url
        url = "//" + (netloc or "") + url
    if scheme:
        url = scheme + ":" + url
    if query:
        url = url + "?" + query
    if fragment:
        url = url + "#" + fragment
    return url


def urlunparse(parts):
    scheme, netloc, url, params, query, fragment = parts
    return urlunsplit((scheme, netloc, f"{url};{params}" if params else url, query, fragment))


def urljoin(base, url, allow_fragments=True):
    if not base or not url:
        return url or base
    old, new = urlparse(base), urlparse(url, urlparse(base).scheme)
    if new.scheme != old.scheme or new.netloc:
        return url if new.scheme != old.scheme else urlunparse(new)
    if not new.path and not new.params:
        return urlunparse((old.scheme, old.netloc, old.path, old.params, new.query or old.query, new.fragment))
    segments = new.path.split("/") if new.path[:1] == "/" else old.path.split("/")[:-1] + new.path.split("/")
    out = []
    for i, segment in enumerate(segments):
        if segment == "..":
            if len(out) > 1 or (out and out[0]):
                out.pop()
        elif segment != ".":
            out.append(segment)
        if segment in (".", "..") and i == len(segments) - 1:
            out.append("")
    return urlunparse((old.scheme, old.netloc, "/".join(out) or "/", new.params, new.query, new.fragment))


def quote(string, safe="/", encoding=None, errors=None):
    data = string.encode(encoding or "utf-8") if isinstance(string, str) else string
    return "".join(chr(b) if chr(b) in _SAFE or chr(b) in safe else f"%{b:02X}" for b in data)


def quote_plus(string, safe="", encoding=None, errors=None):
    return quote(string, safe + " ").replace(" ", "+")


def unquote(string, encoding="utf-8", errors="replace"):
    if "%" not in string:
        return string
    out, at = [], 0
    pieces = string.split("%")
    out.append(pieces[0].encode("utf-8"))
    for piece in pieces[1:]:
        try:
            out.append(bytes([int(piece[:2], 16)]) + piece[2:].encode("utf-8"))
        except ValueError:
            out.append(b"%" + piece.encode("utf-8"))
    return b"".join(out).decode(encoding)


def unquote_plus(string, encoding="utf-8", errors="replace"):
    return unquote(string.replace("+", " "))


def urlencode(query, doseq=False, safe="", encoding=None, errors=None, quote_via=quote_plus):
    pairs = query.items() if hasattr(query, "items") else query
    out = []
    for key, value in pairs:
        values = value if doseq and not isinstance(value, str) else [value]
        out.extend(quote_via(str(key), safe) + "=" + quote_via(str(v), safe) for v in values)
    return "&".join(out)


def parse_qsl(qs, keep_blank_values=False, strict_parsing=False, encoding="utf-8", errors="replace", max_num_fields=None, separator="&"):
    out = []
    for pair in qs.split(separator):
        name, _, value = pair.partition("=")
        if pair and (value or keep_blank_values):
            out.append((unquote_plus(name), unquote_plus(value)))
    return out


def parse_qs(qs, keep_blank_values=False, *args, **kwargs):
    out = {}
    for name, value in parse_qsl(qs, keep_blank_values):
        out.setdefault(name, []).append(value)
    return out
