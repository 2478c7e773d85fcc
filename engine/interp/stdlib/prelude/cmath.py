"""Functions of complex numbers."""
__import__("_rest").unknown()
import math as _math
from math import e, inf, nan, pi, tau

infj, nanj = complex(0.0, inf), complex(0.0, nan)


def _complex(z):
    if hasattr(type(z), "__complex__") and not isinstance(z, complex):
        z = z.__complex__()
    if not isinstance(z, (int, float, complex)):
        if not hasattr(type(z), "__float__") and not hasattr(type(z), "__index__"):
            raise TypeError(f"must be real number, not {type(z).__name__}")
        z = float(z)
    return complex(z)


def phase(z):
    z = _complex(z)
    return _math.atan2(z.imag, z.real)


def polar(z):
    z = _complex(z)
    return _math.hypot(z.real, z.imag), phase(z)


def rect(r, phi):
    return complex(r * _math.cos(phi), r * _math.sin(phi))


def exp(z):
    z = _complex(z)
    try:
        length = _math.exp(z.real)
    except OverflowError:
        raise OverflowError("math range error") from None
    return complex(length * _math.cos(z.imag), length * _math.sin(z.imag))


def log(z, base=None):
    z = _complex(z)
    if z == 0:
        raise ValueError("math domain error")
    out = complex(_math.log(_math.hypot(z.real, z.imag)), phase(z))
    return out if base is None else out / log(base)


def log10(z):
    out = log(z)
    return complex(out.real / _math.log(10), out.imag / _math.log(10))


def sqrt(z):
    z = _complex(z)
    if z == 0:
        return complex(0.0, z.imag)
    length = _math.hypot(z.real, z.imag)
    half = _math.sqrt((abs(z.real) + length) / 2)
    other = abs(z.imag) / (2 * half)
    return complex(half, _math.copysign(other, z.imag)) if z.real >= 0 else complex(other, _math.copysign(half, z.imag))


def sin(z):
    z = _complex(z)
    return complex(_math.sin(z.real) * _math.cosh(z.imag), _math.cos(z.real) * _math.sinh(z.imag))


def cos(z):
    z = _complex(z)
    return complex(_math.cos(z.real) * _math.cosh(z.imag), -_math.sin(z.real) * _math.sinh(z.imag))


def sinh(z):
    z = _complex(z)
    return complex(_math.sinh(z.real) * _math.cos(z.imag), _math.cosh(z.real) * _math.sin(z.imag))


def cosh(z):
    z = _complex(z)
    return complex(_math.cosh(z.real) * _math.cos(z.imag), _math.sinh(z.real) * _math.sin(z.imag))


def isfinite(z):
    z = _complex(z)
    return _math.isfinite(z.real) and _math.isfinite(z.imag)


def isnan(z):
    z = _complex(z)
    return _math.isnan(z.real) or _math.isnan(z.imag)


def isinf(z):
    z = _complex(z)
    return _math.isinf(z.real) or _math.isinf(z.imag)


def isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0):
    a, b = _complex(a), _complex(b)
    if rel_tol < 0 or abs_tol < 0:
        raise ValueError("tolerances must be non-negative")
    if a == b:
        return True
    if isinf(a) or isinf(b):
        return False
    return abs(a - b) <= max(rel_tol * max(abs(a), abs(b)), abs_tol)
