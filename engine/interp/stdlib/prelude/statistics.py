"""Averages and spreads."""
__import__("_rest").unknown()
import math as _math


class StatisticsError(ValueError):
    pass


def _numbers(data, name):
    data = list(data)
    if len(data) < 1:
        raise StatisticsError(f"{name} requires at least one data point")
    return data


def _give(value, data):
    if all(isinstance(x, int) for x in data) and value == int(value):
        return int(value)
    return value


def _total(data):
    return sum(data) if all(isinstance(x, int) for x in data) else _math.fsum(data)


def mean(data):
    data = _numbers(data, "mean")
    total = _total(data)
    return _give(total / len(data), data) if isinstance(total, int) and total % len(data) == 0 else total / len(data)


def fmean(data, weights=None):
    data = [float(x) for x in data]
    if not data:
        raise StatisticsError("fmean requires at least one data point")
    if weights is not None:
        weights = list(weights)
        return sum(x * w for x, w in zip(data, weights)) / sum(weights)
    return _math.fsum(data) / len(data)


def geometric_mean(data):
    return _math.exp(fmean([_math.log(x) for x in data]))


def harmonic_mean(data, weights=None):
    data = _numbers(data, "harmonic_mean")
    return len(data) / _math.fsum(1 / x for x in data)


def median(data):
    data = sorted(data)
    n = len(data)
    if n == 0:
        raise StatisticsError("no median for empty data")
    if n % 2 == 1:
        return data[n // 2]
    return (data[n // 2 - 1] + data[n // 2]) / 2


def median_low(data):
    data = sorted(data)
    if not data:
        raise StatisticsError("no median for empty data")
    return data[(len(data) - 1) // 2]


def median_high(data):
    data = sorted(data)
    if not data:
        raise StatisticsError("no median for empty data")
    return data[len(data) // 2]


def multimode(data):
    counts = {}
    for x in data:
        counts[x] = counts.get(x, 0) + 1
    most = max(counts.values(), default=0)
    return [x for x, n in counts.items() if n == most]


def mode(data):
    data = list(data)
    if not data:
        raise StatisticsError("no mode for empty data")
    return multimode(data)[0]


def _spread(data, center, below, name):
    """The exact sum of squares as a ratio of integers, divided by n - below."""
    n = len(data)
    if n <= below:
        raise StatisticsError("%s requires at least %s data point%s" % (name, "two" if below else "one", "s" if below else ""))
    ratios = [x.as_integer_ratio() for x in data]
    den = 1
    for _, d in ratios:
        den = den if den % d == 0 else den * d // _math.gcd(den, d)
    values = [p * (den // d) for p, d in ratios]
    if center is None:
        total = sum(values)
        top = n * sum(v * v for v in values) - total * total
        bottom = den * den * n * (n - below)
    else:
        p, d = center.as_integer_ratio()
        top = sum((v * d - p * den) ** 2 for v in values)
        bottom = (den * d) ** 2 * (n - below)
    g = _math.gcd(top, bottom)
    return top // g, bottom // g


def _ratio(pair, data):
    top, bottom = pair
    if all(isinstance(x, int) for x in data) and bottom == 1:
        return top
    return top / bottom


def _root(pair):
    """The square root of a ratio, rounded once: an integer root with enough bits and a sticky last one."""
    top, bottom = pair
    if top == 0:
        return 0.0
    shift = max(0, 120 - (top.bit_length() - bottom.bit_length()))
    shift += shift % 2
    scaled = (top << shift) // bottom
    root = _math.isqrt(scaled)
    if root * root * bottom != top << shift:
        root |= 1
    return root / (1 << (shift // 2))


def variance(data, xbar=None):
    data = list(data)
    return _ratio(_spread(data, xbar, 1, "variance"), data)


def pvariance(data, mu=None):
    data = list(data)
    return _ratio(_spread(data, mu, 0, "pvariance"), data)


def stdev(data, xbar=None):
    return _root(_spread(list(data), xbar, 1, "stdev"))


def pstdev(data, mu=None):
    return _root(_spread(list(data), mu, 0, "pstdev"))


def quantiles(data, *, n=4, method="exclusive"):
    data = sorted(data)
    if n < 1:
        raise StatisticsError("n must be at least 1")
    if len(data) < 2:
        raise StatisticsError("must have at least two data points")
    out = []
    m = len(data) - 1 if method == "inclusive" else len(data) + 1
    for i in range(1, n):
        if method == "inclusive":
            j, delta = divmod(i * m, n)
            out.append((data[j] * (n - delta) + data[j + 1] * delta) / n)
        else:
            j = i * m // n
            j = 1 if j < 1 else len(data) - 1 if j > len(data) - 1 else j
            delta = i * m - j * n
            out.append((data[j - 1] * (n - delta) + data[j] * delta) / n)
    return out


def correlation(x, y, /):
    mx, my = fmean(x), fmean(y)
    sxy = _math.fsum((a - mx) * (b - my) for a, b in zip(x, y))
    sxx = _math.fsum((a - mx) ** 2 for a in x)
    syy = _math.fsum((b - my) ** 2 for b in y)
    return sxy / _math.sqrt(sxx * syy)


def covariance(x, y, /):
    mx, my = fmean(x), fmean(y)
    return _math.fsum((a - mx) * (b - my) for a, b in zip(x, y)) / (len(x) - 1)
