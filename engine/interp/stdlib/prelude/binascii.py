"""Bytes as text."""
__import__("_rest").unknown()
import base64 as _base64
from zlib import crc32


class Error(ValueError):
    pass


def hexlify(data, *separator):
    return bytes(data).hex(*separator).encode()


def unhexlify(hexstr):
    try:
        return bytes.fromhex(hexstr if isinstance(hexstr, str) else hexstr.decode())
    except ValueError:
        raise Error("Odd-length string" if len(hexstr) % 2 else "Non-hexadecimal digit found") from None


b2a_hex, a2b_hex = hexlify, unhexlify


def b2a_base64(data, *, newline=True):
    return _base64.b64encode(data) + (b"\n" if newline else b"")


def a2b_base64(data):
    return _base64.b64decode(data)
