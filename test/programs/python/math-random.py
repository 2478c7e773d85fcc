import math
import random

print(math.pi, math.e, math.inf, math.sqrt(2), math.exp(1), math.log(10), math.log(8, 2), math.log2(8), math.log10(1000), math.sin(1), math.cos(1), math.tan(1))
print(math.floor(-1.5), math.ceil(1.2), math.trunc(-1.7), math.fabs(-3), math.pow(2, 3), math.hypot(3, 4), math.atan2(1, 1), math.degrees(math.pi), math.isnan(math.nan), math.isclose(0.1 + 0.2, 0.3))
print(math.fsum([0.1] * 10), math.copysign(1, -0.0), math.fmod(7, 3), math.modf(2.5), math.frexp(8), math.tanh(0.5), math.erf(0.5), math.gamma(5), math.exp(-1), math.expm1(1e-5), math.log1p(1e-5))
try:
    math.sqrt(-1)
except ValueError as error:
    print(error)
try:
    math.log(0)
except ValueError as error:
    print(error)
random.seed(0)
print(random.random(), random.random(), random.uniform(1, 2), random.randint(1, 10), random.randrange(0, 100, 5), random.choice("abc"))
xs = list(range(8))
random.shuffle(xs)
print(xs, random.sample(range(20), 4), random.choices([1, 2, 3], k=4), random.gauss(0, 1), random.getrandbits(8))
random.seed(42)
a = [random.random() for _ in range(3)]
random.seed(42)
print(a == [random.random() for _ in range(3)], a, random.choices("ab", weights=[1, 9], k=5), random.normalvariate(0, 1), random.expovariate(1.0))
r = random.Random(7)
print(r.random(), r.randint(0, 5), [r.choice([10, 20, 30]) for _ in range(4)], r.betavariate(1, 2) < 1)
