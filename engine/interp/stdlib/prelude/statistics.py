"""Averages and spreads."""
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


def _squares(data, center):
    if all(isinstance(x, int) for x in data):
        n = len(data)
        total = sum(data)
        return (n * sum(x * x for x in data) - total * total), n
    c = _math.fsum(data) / len(data) if center is None else center
    return _math.fsum((x - c) ** 2 for x in data), None


def _spread(data, center, below):
    top, n = _squares(data, center)
    if n is None:
        return top / (len(data) - below)
    value = top / (n * (n - below))
    return int(value) if top % (n * (n - below)) == 0 else value


def variance(data, xbar=None):
    data = list(data)
    if len(data) < 2:
        raise StatisticsError("variance requires at least two data points")
    return _spread(data, xbar, 1)


def pvariance(data, mu=None):
    return _spread(_numbers(data, "pvariance"), mu, 0)


def stdev(data, xbar=None):
    data = list(data)
    if len(data) < 2:
        raise StatisticsError("stdev requires at least two data points")
    return _math.sqrt(variance(data, xbar))


def pstdev(data, mu=None):
    return _math.sqrt(pvariance(data, mu))


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
