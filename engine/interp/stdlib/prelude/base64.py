"""base64: the common encodings of bytes as letters."""

_STANDARD = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def _check(data):
    if isinstance(data, str):
        raise TypeError("a bytes-like object is required, not 'str'")
    return bytes(data)


def b64encode(s, altchars=None):
    data = _check(s)
    alphabet = _STANDARD if altchars is None else _STANDARD[:62] + bytes(altchars).decode()
    out = []
    for i in range(0, len(data), 3):
        part = data[i : i + 3]
        value = int.from_bytes(part + b"\0" * (3 - len(part)), "big")
        letters = "".join(alphabet[value >> shift & 63] for shift in (18, 12, 6, 0))
        out.append(letters[: len(part) + 1] + "=" * (3 - len(part)))
    return "".join(out).encode()


def b64decode(s, altchars=None, validate=False):
    text = s if isinstance(s, str) else bytes(s).decode()
    if altchars is not None:
        text = text.translate({altchars[0]: "+", altchars[1]: "/"})
    letters = [c for c in text if c in _STANDARD]
    out = []
    for i in range(0, len(letters), 4):
        part = letters[i : i + 4]
        value = 0
        for c in part + ["A"] * (4 - len(part)):
            value = value * 64 + _STANDARD.index(c)
        out.append(value.to_bytes(3, "big")[: len(part) - 1])
    return b"".join(out)


def standard_b64encode(s):
    return b64encode(s)


def standard_b64decode(s):
    return b64decode(s)


def urlsafe_b64encode(s):
    return b64encode(s, b"-_")


def urlsafe_b64decode(s):
    return b64decode(s, b"-_")


def b16encode(s):
    return _check(s).hex().upper().encode()


def b16decode(s, casefold=False):
    return bytes.fromhex(s if isinstance(s, str) else bytes(s).decode())


_B85 = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"


def _data(s):
    return s.encode("ascii") if isinstance(s, str) else bytes(s)


def b16encode(s):
    return _data(s).hex().upper().encode()


def b16decode(s, casefold=False):
    return bytes.fromhex(_data(s).decode())


def b85encode(b, pad=False):
    missing = -len(b) % 4
    padded, out = bytes(b) + b"\0" * missing, []
    for i in range(0, len(padded), 4):
        n, five = int.from_bytes(padded[i : i + 4], "big"), []
        for _ in range(5):
            n, digit = divmod(n, 85)
            five.append(_B85[digit])
        out += five[::-1]
    return bytes(out if pad or not missing else out[:-missing])


def b85decode(b):
    b = _data(b)
    missing = -len(b) % 5
    padded, out = b + b"~" * missing, b""
    for i in range(0, len(padded), 5):
        n = 0
        for position, c in enumerate(padded[i : i + 5]):
            digit = _B85.find(bytes([c]))
            if digit < 0:
                raise ValueError(f"bad base85 character at position {i + position}")
            n = n * 85 + digit
        if n >= 1 << 32:
            raise ValueError(f"base85 overflow in hunk starting at byte {i}")
        out += n.to_bytes(4, "big")
    return out[:-missing] if missing else out
