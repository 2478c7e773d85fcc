"""Cases for random numbers: each is seeded, so that the numbers themselves are compared."""
import torch

from spec import B, D, F, I, P, T, U, V, case, seeded

HALF = torch.float16
CASES = []
for n in (0, 1, 2, 5, 15, 16, 17, 31, 32, 33, 100):
    CASES += [seeded(0, "rand", [n]), seeded(1, "randn", [n]), seeded(42, "randn", [n], dtype=torch.float64), seeded(3, "randperm", n)]
CASES += [seeded(s, "rand", [3]) for s in (7, 2**40 + 7, -1)]
CASES += [seeded(0, "randn", [3, 4]), seeded(0, "rand", [2, 3], dtype=torch.float64), seeded(0, "rand", [5], dtype=HALF), seeded(0, "rand", [5], dtype=torch.bfloat16), seeded(0, "randn", [5], dtype=HALF), seeded(0, "rand", [3], dtype=torch.complex64), seeded(0, "randn", [3], dtype=torch.complex64), seeded(0, "rand", [3], dtype=torch.int64), seeded(0, "randn", [3], dtype=torch.int64)]
CASES += [seeded(0, "rand_like", F(2, 3)), seeded(0, "randn_like", F(5, 4)), seeded(0, "randn_like", F(4, 5, order=(1, 0))), seeded(0, "rand_like", F(3, 2, order=(1, 0))), seeded(0, "rand_like", F(3), dtype=torch.float64)]
CASES += [seeded(0, "randint", high, [6]) for high in (2, 10, 1000, 2**24 + 1, 2**28 - 1, 2**28, 2**31, 2**32, 2**40)]
CASES += [seeded(0, "randint.low", -5, 5, [2, 3]), seeded(0, "randint.low", 5, 5, [2]), seeded(0, "randint", 10, [3], dtype=torch.float32), seeded(0, "randint", 10, [3], dtype=torch.int32), seeded(0, "randint_like", F(3, grad=False), 10), seeded(0, "randint_like.low_dtype", I(3), 2, 5)]
for n in (3, 20):
    CASES += [
        seeded(0, "uniform_", F(n, grad=False)),
        seeded(0, "uniform_", F(n, grad=False), -2.0, 5.0),
        seeded(0, "normal_", F(n, grad=False), 2.0, 3.0),
        seeded(0, "normal_", D(n, grad=False), 2.0, 3.0),
        seeded(0, "bernoulli_.float", F(n, grad=False), 0.3),
        seeded(0, "bernoulli_.Tensor", F(n, grad=False), U(n, grad=False)),
        seeded(0, "bernoulli", U(n)),
        seeded(0, "bernoulli", T((n,), "u", dtype="float64")),
        seeded(0, "bernoulli.p", F(n), 0.6),
        seeded(0, "exponential_", F(n, grad=False), 2.0),
        seeded(0, "exponential_", D(n, grad=False)),
        seeded(0, "cauchy_", F(n, grad=False), 1.0, 0.5),
        seeded(0, "log_normal_", F(n, grad=False), 0.5, 0.25),
        seeded(0, "geometric_", F(n, grad=False), 0.3),
        seeded(0, "random_", F(n, grad=False)),
        seeded(0, "random_.to", F(n, grad=False), 10),
        seeded(0, "random_.from", F(n, grad=False), -3, 10),
        seeded(0, "normal.Tensor_float", F(n), 2.0),
        seeded(0, "normal.float_Tensor", 1.0, P(n)),
        seeded(0, "normal.Tensor_Tensor", F(n), P(n)),
        seeded(0, "normal.float_float", 1.0, 2.0, [n]),
        seeded(0, "poisson", P(n)),
    ]
CASES += [seeded(0, "random_", I(3, dtype=d)) for d in ("int64", "int32", "int16", "int8", "uint8")] + [seeded(0, "random_", B(5)), seeded(0, "random_", D(3, grad=False)), seeded(0, "poisson", V([0.0, 12.0, 30.0, 100.0]))]
CASES += [seeded(0, "uniform_", F(4, 3, order=(1, 0), grad=False)), seeded(0, "normal_", F(8, 4, order=(1, 0), grad=False)), seeded(0, "bernoulli_.float", F(4, 5, order=(1, 0), grad=False), 0.5)]
PROBABILITIES = V([0.1, 0.2, 0.3, 0.4], grad=False)
CASES += [seeded(s, "multinomial", PROBABILITIES, n) for s in (0, 1) for n in (1, 3, 4)]
CASES += [seeded(0, "multinomial", PROBABILITIES, 10, True), seeded(0, "multinomial", V([[0.1, 0.2, 0.3, 0.4], [4.0, 3.0, 2.0, 0.0]], grad=False), 6, True), seeded(0, "multinomial", V([[0.1, 0.2, 0.3, 0.4], [4.0, 3.0, 2.0, 1.0]], grad=False), 2), seeded(0, "multinomial", PROBABILITIES, 5), seeded(0, "multinomial", PROBABILITIES, 0), seeded(0, "multinomial", V([0.0, 0.0]), 1), seeded(0, "multinomial", V([-1.0, 2.0]), 1), seeded(0, "multinomial", V([1, 2], "int64"), 1), seeded(0, "multinomial", F(), 1)]
CASES += [case("uniform_", F(3, grad=False), 2.0, 1.0), case("normal_", F(3, grad=False), 0.0, -1.0), case("bernoulli_.float", F(3, grad=False), 1.5), case("bernoulli", V([1.5, 0.5])), case("exponential_", F(3, grad=False), -1.0), case("geometric_", F(3, grad=False), 1.5), case("random_.to", F(3, grad=False), 0), case("random_.from", F(3, grad=False), 5, 5), case("uniform_", I(3)), case("normal_", I(3)), case("exponential_", I(3)), case("randperm", -1), case("log_normal_", F(2, grad=False), 0.0, -1.0), case("cauchy_", F(2, grad=False), 0.0, 0.0), case("normal.float_Tensor", 1.0, V([-1.0, 1.0])), case("normal.Tensor_float", F(2), -1.0)]
