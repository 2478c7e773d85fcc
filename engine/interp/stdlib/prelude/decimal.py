"""Decimal numbers: coefficient and exponent, rounded to the context's precision. Signals other than the usual three do not trap."""
__import__("_rest").unknown()
import math as _math
import re as _re
from contextlib import contextmanager as _contextmanager
from fractions import Fraction as _Fraction

ROUND_DOWN, ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_CEILING = "ROUND_DOWN", "ROUND_HALF_UP", "ROUND_HALF_EVEN", "ROUND_CEILING"
ROUND_FLOOR, ROUND_UP, ROUND_HALF_DOWN, ROUND_05UP = "ROUND_FLOOR", "ROUND_UP", "ROUND_HALF_DOWN", "ROUND_05UP"
MAX_PREC, MAX_EMAX, MIN_EMIN = 999999999999999999, 999999999999999999, -999999999999999999


class DecimalException(ArithmeticError):
    pass


class InvalidOperation(DecimalException):
    pass


class DivisionByZero(DecimalException, ZeroDivisionError):
    pass


class Inexact(DecimalException):
    pass


class Rounded(DecimalException):
    pass


class Overflow(Inexact, Rounded):
    pass


class Context:
    def __init__(self, prec=28, rounding=ROUND_HALF_EVEN, Emin=-999999, Emax=999999, capitals=1, clamp=0, flags=None, traps=None):
        self.prec, self.rounding, self.Emin, self.Emax, self.capitals, self.clamp = prec, rounding, Emin, Emax, capitals, clamp

    def copy(self):
        return Context(self.prec, self.rounding, self.Emin, self.Emax, self.capitals, self.clamp)

    def create_decimal(self, value=0):
        return +Decimal(value)


_state = [Context()]
DefaultContext, BasicContext, ExtendedContext = Context(), Context(9, ROUND_HALF_UP), Context(9)


def getcontext():
    return _state[0]


def setcontext(context):
    _state[0] = context


@_contextmanager
def localcontext(ctx=None, **changes):
    kept = _state[0]
    _state[0] = (ctx or kept).copy()
    for name, value in changes.items():
        setattr(_state[0], name, value)
    try:
        yield _state[0]
    finally:
        _state[0] = kept


def _away(digits, rest, whole, negative, rounding):
    """Whether a coefficient `digits` with `rest` of `whole` left over goes up by one."""
    if rest == 0:
        return False
    if rounding == ROUND_HALF_EVEN:
        return 2 * rest > whole or (2 * rest == whole and digits % 2 == 1)
    if rounding == ROUND_HALF_UP:
        return 2 * rest >= whole
    if rounding == ROUND_HALF_DOWN:
        return 2 * rest > whole
    if rounding == ROUND_05UP:
        return digits % 5 == 0
    return rounding == ROUND_UP or rounding == (ROUND_FLOOR if negative else ROUND_CEILING)


def _make(sign, digits, exp, special=None):
    out = object.__new__(Decimal)
    out._sign, out._int, out._exp, out._special = sign, digits, exp, special
    return out


def _to_exponent(x, exp, rounding):
    if x._exp >= exp:
        return _make(x._sign, x._int * 10 ** (x._exp - exp), exp)
    whole = 10 ** (exp - x._exp)
    digits, rest = divmod(x._int, whole)
    return _make(x._sign, digits + _away(digits, rest, whole, x._sign, rounding), exp)


def _rounded(x):
    """To the precision of the context."""
    prec = _state[0].prec
    if x._special is not None:
        return x
    length = len(str(x._int))
    if length > prec:
        x = _to_exponent(x, x._exp + length - prec, _state[0].rounding)
        if len(str(x._int)) > prec:
            x = _make(x._sign, x._int // 10, x._exp + 1)
    return x


def _value(other):
    if isinstance(other, Decimal):
        return other
    return Decimal(other) if isinstance(other, int) else None


class Decimal:
    def __new__(cls, value="0", context=None):
        if isinstance(value, Decimal):
            sign, digits, exp, special = value._sign, value._int, value._exp, value._special
        elif isinstance(value, int):
            sign, digits, exp, special = int(value < 0), abs(value), 0, None
        elif isinstance(value, float):
            if not _math.isfinite(value):
                sign, digits, exp, special = int(value < 0), 0, 0, "NaN" if value != value else "Infinity"
            else:
                n, d = abs(value).as_integer_ratio()
                k = d.bit_length() - 1
                sign, digits, exp, special = int(_math.copysign(1, value) < 0), n * 5**k, -k, None
        elif isinstance(value, str):
            text = value.strip().replace("_", "")
            m = _re.fullmatch(r"([-+]?)(?:(\d*)\.?(\d*)(?:[eE]([-+]?\d+))?|(inf(?:inity)?)|(s?nan)\d*)", text, _re.IGNORECASE)
            if m is None or not (m[2] or m[3] or m[5] or m[6]):
                raise InvalidOperation([_Conversion])
            sign = int(m[1] == "-")
            if m[5] or m[6]:
                digits, exp, special = 0, 0, "Infinity" if m[5] else "NaN"
            else:
                digits, exp, special = int(m[2] + m[3]), int(m[4] or 0) - len(m[3]), None
        elif isinstance(value, (tuple, list)):
            if len(value) != 3:
                raise ValueError("argument must be a sequence of length 3")
            sign, digits, exp = value[0], int("".join(map(str, value[1])) or "0"), value[2]
            special = None
        else:
            raise TypeError(f"conversion from {type(value).__name__} to Decimal is not supported")
        out = object.__new__(cls)
        out._sign, out._int, out._exp, out._special = sign, digits, exp, special
        return out

    @classmethod
    def from_float(cls, value):
        return cls(value)

    def as_tuple(self):
        return DecimalTuple(self._sign, tuple(map(int, str(self._int))), self._exp if self._special is None else "F" if self._special == "Infinity" else "n")

    def as_integer_ratio(self):
        f = _Fraction(self._int * 10 ** max(0, self._exp), 10 ** max(0, -self._exp))
        return (-f.numerator if self._sign else f.numerator), f.denominator

    def is_nan(self):
        return self._special == "NaN"

    def is_infinite(self):
        return self._special == "Infinity"

    def is_finite(self):
        return self._special is None

    def is_zero(self):
        return self._special is None and self._int == 0

    def is_signed(self):
        return bool(self._sign)

    def adjusted(self):
        return self._exp + len(str(self._int)) - 1 if self._special is None else 0

    def __str__(self):
        sign = "-" if self._sign else ""
        if self._special is not None:
            return sign + self._special
        digits = str(self._int)
        left = self._exp + len(digits)
        point = left if self._exp <= 0 and left > -6 else 1
        if point <= 0:
            text = "0." + "0" * -point + digits
        elif point >= len(digits):
            text = digits + "0" * (point - len(digits))
        else:
            text = digits[:point] + "." + digits[point:]
        return sign + text + ("" if left == point else "E%+d" % (left - point))

    def __repr__(self):
        return f"Decimal('{self}')"

    def __format__(self, spec):
        m = _re.fullmatch(r"(?:(.)?([<>=^]))?([-+ ]?)(0?)(\d*)([,_]?)(?:\.(\d+))?([eEfFgG%n]?)", spec)
        if m is None:
            raise ValueError("invalid format string")
        fill, align, sign, zero, width, comma, places, kind = m.groups()
        x = self
        if kind == "%":
            x = _make(x._sign, x._int, x._exp + 2, x._special)
        if x._special is not None or kind in ("e", "E", "g", "G", "n") or (kind == "" and places is not None):
            return format(float(x), spec)
        if places is not None:
            x = _to_exponent(x, -int(places), _state[0].rounding)
        body = (f"{x._int * 10 ** max(0, x._exp)}" if x._exp >= 0 else "{0}.{1}".format(*_parts(x))) if kind else str(x.copy_abs())
        whole, dot, rest = body.partition(".")
        if comma:
            whole = format(int(whole), comma)
        body = whole + dot + rest + ("%" if kind == "%" else "")
        lead = "-" if x._sign else sign.strip("-")
        missing = max(0, int(width or 0) - len(lead) - len(body))
        if zero and not align:
            return lead + "0" * missing + body
        fill, align = fill or " ", align or ">"
        if align == "=":
            return lead + fill * missing + body
        left = missing if align == ">" else missing // 2 if align == "^" else 0
        return fill * left + lead + body + fill * (missing - left)

    def __hash__(self):
        return hash(_Fraction(*self.as_integer_ratio())) if self._special is None else hash(self._special)

    def __bool__(self):
        return self._special is not None or self._int != 0

    def __float__(self):
        return float(str(self).replace("Infinity", "inf"))

    def __int__(self):
        if self._special is not None:
            raise (ValueError if self.is_nan() else OverflowError)(f"cannot convert {self._special} to integer")
        n = self._int * 10**self._exp if self._exp >= 0 else self._int // 10**-self._exp
        return -n if self._sign else n

    __trunc__ = __int__

    def __floor__(self):
        return int(self.to_integral_value(ROUND_FLOOR))

    def __ceil__(self):
        return int(self.to_integral_value(ROUND_CEILING))

    def __round__(self, n=None):
        return int(self.to_integral_value(ROUND_HALF_EVEN)) if n is None else _to_exponent(self, -n, ROUND_HALF_EVEN)

    def _compare(self, other):
        """-1, 0, 1; None when it cannot be told."""
        if isinstance(other, float):
            other = Decimal(other)
        other = _value(other)
        if other is None:
            return NotImplemented
        if self.is_nan() or other.is_nan():
            return None
        weight = lambda x: (-1 if x._sign else 1) * (1 if x.is_infinite() else 0)
        if weight(self) or weight(other):
            return (weight(self) > weight(other)) - (weight(self) < weight(other))
        exp = min(self._exp, other._exp)
        a, b = (((-1) ** x._sign) * x._int * 10 ** (x._exp - exp) for x in (self, other))
        return (a > b) - (a < b)

    def __eq__(self, other):
        c = self._compare(other)
        return c if c is NotImplemented else c == 0

    def __lt__(self, other):
        c = self._compare(other)
        return c if c is NotImplemented else c is not None and c < 0

    def __le__(self, other):
        c = self._compare(other)
        return c if c is NotImplemented else c is not None and c <= 0

    def __gt__(self, other):
        c = self._compare(other)
        return c if c is NotImplemented else c is not None and c > 0

    def __ge__(self, other):
        c = self._compare(other)
        return c if c is NotImplemented else c is not None and c >= 0

    def compare(self, other):
        c = self._compare(other)
        return Decimal("NaN") if c is None else Decimal(c)

    def max(self, other):
        return self if self >= other else _value(other)

    def min(self, other):
        return self if self <= other else _value(other)

    def _special_sum(self, other):
        if self.is_nan() or other.is_nan():
            return Decimal("NaN")
        if self.is_infinite() and other.is_infinite() and self._sign != other._sign:
            raise InvalidOperation([InvalidOperation])
        return self if self.is_infinite() else other

    def __add__(self, other):
        other = _value(other)
        if other is None:
            return NotImplemented
        if self._special is not None or other._special is not None:
            return self._special_sum(other)
        exp = min(self._exp, other._exp)
        total = sum(((-1) ** x._sign) * x._int * 10 ** (x._exp - exp) for x in (self, other))
        sign = int(total < 0) if total else self._sign & other._sign
        return _rounded(_make(sign, abs(total), exp))

    __radd__ = __add__

    def __sub__(self, other):
        other = _value(other)
        return NotImplemented if other is None else self + other.copy_negate()

    def __rsub__(self, other):
        other = _value(other)
        return NotImplemented if other is None else other - self

    def __mul__(self, other):
        other = _value(other)
        if other is None:
            return NotImplemented
        sign = self._sign ^ other._sign
        if self._special is not None or other._special is not None:
            if self.is_nan() or other.is_nan():
                return Decimal("NaN")
            if not self or not other:
                raise InvalidOperation([InvalidOperation])
            return _make(sign, 0, 0, "Infinity")
        return _rounded(_make(sign, self._int * other._int, self._exp + other._exp))

    __rmul__ = __mul__

    def __truediv__(self, other):
        other = _value(other)
        if other is None:
            return NotImplemented
        sign = self._sign ^ other._sign
        if self._special is not None or other._special is not None:
            if self.is_nan() or other.is_nan():
                return Decimal("NaN")
            if self.is_infinite() and other.is_infinite():
                raise InvalidOperation([InvalidOperation])
            return _make(sign, 0, 0, "Infinity" if self.is_infinite() else None)
        if other._int == 0:
            if self._int == 0:
                raise InvalidOperation([_Undefined])
            raise DivisionByZero([DivisionByZero])
        ideal = self._exp - other._exp
        if self._int == 0:
            return _make(sign, 0, ideal)
        shift = max(0, len(str(other._int)) - len(str(self._int)) + _state[0].prec + 1)
        digits, rest = divmod(self._int * 10**shift, other._int)
        exp = ideal - shift
        if rest:
            # A digit that is no half keeps the rounding right.
            digits += digits % 5 == 0
        else:
            while exp < ideal and digits % 10 == 0:
                digits, exp = digits // 10, exp + 1
        return _rounded(_make(sign, digits, exp))

    def __rtruediv__(self, other):
        other = _value(other)
        return NotImplemented if other is None else other / self

    def __floordiv__(self, other):
        return self._divide(other, 0)

    def __mod__(self, other):
        return self._divide(other, 1)

    def _divide(self, other, which):
        other = _value(other)
        if other is None:
            return NotImplemented
        if other._int == 0:
            raise (DivisionByZero([DivisionByZero]) if which == 0 and self else InvalidOperation([InvalidOperation]))
        exp = min(self._exp, other._exp)
        q, r = divmod(self._int * 10 ** (self._exp - exp), other._int * 10 ** (other._exp - exp))
        return _rounded(_make(self._sign ^ other._sign, q, 0) if which == 0 else _make(self._sign, r, exp))

    def __rfloordiv__(self, other):
        return _value(other) // self

    def __rmod__(self, other):
        return _value(other) % self

    def __divmod__(self, other):
        return self // other, self % other

    def __pow__(self, other, modulo=None):
        other = _value(other)
        if other is None:
            return NotImplemented
        if other == other.to_integral_value():
            n = int(other)
            if n >= 0:
                return _rounded(_make(self._sign if n % 2 else 0, self._int**n, self._exp * n))
            return Decimal(1) / _make(self._sign if n % 2 else 0, self._int**-n, self._exp * -n)
        return __import__("_rest").unknown_value("a power of decimal numbers")

    def __rpow__(self, other):
        return _value(other) ** self

    def __neg__(self):
        return _rounded(self.copy_negate() if self else abs(self))

    def __pos__(self):
        return _rounded(self)

    def __abs__(self):
        return _rounded(self.copy_abs())

    def copy_negate(self):
        return _make(1 - self._sign, self._int, self._exp, self._special)

    def copy_abs(self):
        return _make(0, self._int, self._exp, self._special)

    def sqrt(self, context=None):
        if self._sign and self._int:
            raise InvalidOperation([InvalidOperation])
        ideal = self._exp // 2
        if self._int == 0:
            return _make(self._sign, 0, ideal)
        prec = _state[0].prec + 1
        exp, digits = self._exp, self._int
        if exp % 2:
            digits, exp = digits * 10, exp - 1
        shift = max(0, prec - (len(str(digits)) + 1) // 2)
        root = _math.isqrt(digits * 100**shift)
        exact = root * root == digits * 100**shift
        exp = exp // 2 - shift
        if exact:
            while exp < ideal and root % 10 == 0:
                root, exp = root // 10, exp + 1
        else:
            root += root % 5 == 0
        return _rounded(_make(0, root, exp))

    def quantize(self, exp, rounding=None, context=None):
        exp = _value(exp)
        out = _to_exponent(self, exp._exp, rounding or _state[0].rounding)
        if len(str(out._int)) > _state[0].prec:
            raise InvalidOperation([InvalidOperation])
        return out

    def to_integral_value(self, rounding=None, context=None):
        return self if self._special is not None or self._exp >= 0 else _to_exponent(self, 0, rounding or _state[0].rounding)

    to_integral = to_integral_value

    def normalize(self, context=None):
        x = _rounded(self)
        if x._special is not None:
            return x
        if x._int == 0:
            return _make(x._sign, 0, 0)
        digits, exp = x._int, x._exp
        while digits % 10 == 0:
            digits, exp = digits // 10, exp + 1
        return _make(x._sign, digits, exp)

    def scaleb(self, other, context=None):
        return _make(self._sign, self._int, self._exp + int(other))

    @property
    def real(self):
        return self

    @property
    def imag(self):
        return Decimal(0)

    def conjugate(self):
        return self

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


def _parts(x):
    digits = str(x._int).rjust(1 - x._exp, "0")
    return digits[: x._exp], digits[x._exp :]


class DecimalTuple(__import__("collections").namedtuple("DecimalTuple", "sign digits exponent")):
    pass


class ConversionSyntax(InvalidOperation):
    pass


class DivisionUndefined(InvalidOperation, ZeroDivisionError):
    pass


_Conversion, _Undefined = ConversionSyntax, DivisionUndefined
