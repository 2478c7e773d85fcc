"""Rational numbers."""
__import__("_rest").unknown()
import math as _math
import re as _re
from numbers import Rational


class Fraction:
    def __new__(cls, numerator=0, denominator=None):
        self = object.__new__(cls)
        if denominator is None:
            if isinstance(numerator, (int, Fraction)):
                self._numerator, self._denominator = numerator.numerator, numerator.denominator
                return self
            if isinstance(numerator, float):
                self._numerator, self._denominator = numerator.as_integer_ratio()
                return self
            if isinstance(numerator, str):
                m = _re.fullmatch(r"\s*([-+]?)(\d*)(?:/(\d+)|(?:\.(\d*))?(?:[eE]([-+]?\d+))?)\s*", numerator)
                if m is None or (not m.group(2) and not m.group(4)):
                    raise ValueError("Invalid literal for Fraction: %r" % numerator)
                n, d = int(m.group(2) or "0"), int(m.group(3) or "1")
                if m.group(4):
                    n, d = n * 10 ** len(m.group(4)) + int(m.group(4)), 10 ** len(m.group(4))
                if m.group(5):
                    e = int(m.group(5))
                    n, d = (n * 10 ** e, d) if e >= 0 else (n, d * 10 ** -e)
                if m.group(1) == "-":
                    n = -n
                numerator, denominator = n, d
            else:
                raise TypeError("argument should be a string or a Rational instance")
        else:
            a, b = Fraction(numerator), Fraction(denominator)
            numerator, denominator = a._numerator * b._denominator, a._denominator * b._numerator
        if denominator == 0:
            raise ZeroDivisionError("Fraction(%s, 0)" % numerator)
        g = _math.gcd(numerator, denominator)
        if denominator < 0:
            g = -g
        self._numerator, self._denominator = numerator // g, denominator // g
        return self

    @property
    def numerator(self):
        return self._numerator

    @property
    def denominator(self):
        return self._denominator

    def as_integer_ratio(self):
        return (self._numerator, self._denominator)

    def limit_denominator(self, max_denominator=1000000):
        if self._denominator <= max_denominator:
            return Fraction(self)
        p0, q0, p1, q1 = 0, 1, 1, 0
        n, d = self._numerator, self._denominator
        while True:
            a = n // d
            q2 = q0 + a * q1
            if q2 > max_denominator:
                break
            p0, q0, p1, q1 = p1, q1, p0 + a * p1, q2
            n, d = d, n - a * d
        k = (max_denominator - q0) // q1
        low, high = Fraction(p0 + k * p1, q0 + k * q1), Fraction(p1, q1)
        return high if abs(high - self) <= abs(low - self) else low

    def __repr__(self):
        return "Fraction(%s, %s)" % (self._numerator, self._denominator)

    def __str__(self):
        return str(self._numerator) if self._denominator == 1 else "%s/%s" % (self._numerator, self._denominator)

    def _pair(self, other):
        return Fraction(other) if isinstance(other, int) else other if isinstance(other, Fraction) else None

    def __add__(self, other):
        if isinstance(other, float):
            return float(self) + other
        o = self._pair(other)
        return NotImplemented if o is None else Fraction(self._numerator * o._denominator + o._numerator * self._denominator, self._denominator * o._denominator)

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, float):
            return float(self) - other
        o = self._pair(other)
        return NotImplemented if o is None else self + Fraction(-o._numerator, o._denominator)

    def __rsub__(self, other):
        return -self + other

    def __mul__(self, other):
        if isinstance(other, float):
            return float(self) * other
        o = self._pair(other)
        return NotImplemented if o is None else Fraction(self._numerator * o._numerator, self._denominator * o._denominator)

    __rmul__ = __mul__

    def __truediv__(self, other):
        if isinstance(other, float):
            return float(self) / other
        o = self._pair(other)
        return NotImplemented if o is None else Fraction(self._numerator * o._denominator, self._denominator * o._numerator)

    def __rtruediv__(self, other):
        if isinstance(other, float):
            return other / float(self)
        return Fraction(other) / self

    def __floordiv__(self, other):
        q = self / other
        return q._numerator // q._denominator if isinstance(q, Fraction) else q // 1

    def __mod__(self, other):
        return self - other * (self // other)

    def __pow__(self, other):
        if isinstance(other, int):
            if other >= 0:
                return Fraction(self._numerator ** other, self._denominator ** other)
            return Fraction(self._denominator ** -other, self._numerator ** -other)
        return float(self) ** other

    def __neg__(self):
        return Fraction(-self._numerator, self._denominator)

    def __pos__(self):
        return self

    def __abs__(self):
        return Fraction(abs(self._numerator), self._denominator)

    def __float__(self):
        return self._numerator / self._denominator

    def __int__(self):
        return int(self._numerator / self._denominator) if self._denominator == 1 else (abs(self._numerator) // self._denominator) * (1 if self._numerator >= 0 else -1)

    __trunc__ = __int__

    def __floor__(self):
        return self._numerator // self._denominator

    def __ceil__(self):
        return -(-self._numerator // self._denominator)

    def __round__(self, ndigits=None):
        if ndigits is None:
            floor, rest = divmod(self._numerator, self._denominator)
            if rest * 2 < self._denominator or (rest * 2 == self._denominator and floor % 2 == 0):
                return floor
            return floor + 1
        shift = 10 ** abs(ndigits)
        return Fraction(round(self * shift), shift) if ndigits > 0 else Fraction(round(self / shift) * shift)

    def __bool__(self):
        return self._numerator != 0

    def __hash__(self):
        return hash(self._numerator) if self._denominator == 1 else hash((self._numerator, self._denominator))

    def _compare(self, other):
        if isinstance(other, float):
            return float(self) - other
        o = self._pair(other)
        return None if o is None else self._numerator * o._denominator - o._numerator * self._denominator

    def __eq__(self, other):
        d = self._compare(other)
        return NotImplemented if d is None else d == 0

    def __lt__(self, other):
        d = self._compare(other)
        return NotImplemented if d is None else d < 0

    def __le__(self, other):
        d = self._compare(other)
        return NotImplemented if d is None else d <= 0

    def __gt__(self, other):
        d = self._compare(other)
        return NotImplemented if d is None else d > 0

    def __ge__(self, other):
        d = self._compare(other)
        return NotImplemented if d is None else d >= 0


Rational.register(Fraction)
