"""Cases for arithmetic, comparisons, functions of one number, activations and copies."""
from spec import B, C, D, F, I, INF, NAN, P, T, U, V, case, inplace, unary

BOTH = (F(2, 3), D(2))
CASES = []
for op in "add.Tensor sub.Tensor mul.Tensor div.Tensor rsub.Tensor".split():
    CASES += [
        case(op, F(2, 3), F(2, 3)),
        case(op, F(2, 3), P(3)),
        case(op, F(2, 1), P(1, 3)),
        case(op, F(), P(2)),
        case(op, F(2), I(2)),
        case(op, I(2), V([2, 3], "int64")),
        case(op, I(2, dtype="int32"), V([2, 3], "int64")),
        case(op, I(2, dtype="uint8"), V([2, 3], "int8")),
        case(op, F(2), D(2)),
        case(op, F(2), D()),
        case(op, I(2), F()),
        case(op, T((2,), "f", "float16"), F()),
        case(op, T((2,), "f", "bfloat16"), T((2,), "f", "float16")),
        case(op, F(2), F(3)),
        case(op, F(2, 3), F(3, 2)),
        case(op, F(3, 2, order=(1, 0)), F(3, 2)),
        case(op, F(3, 2, order=(1, 0)), F(3, 2, order=(1, 0))),
        case(op, F(2, 3, 2, order=(2, 0, 1)), F(3, 2)),
        case(op, B(3), B(3)),
        case(op, B(3), I(3)),
        case(op, B(3), F(3)),
        case(op, C(2), C(2)),
        case(op, C(2), F(2)),
        case(op, F(2), C(2)),
        case(op, F(0, 3), F(3)),
    ]
    if op != "rsub.Tensor":
        CASES += [inplace(op, F(2, 3), P(3)), inplace(op, F(3), F(2, 3)), inplace(op, F(2), D(2)), inplace(op, I(2), F(2)), inplace(op, D(2), F(2)), inplace(op, I(2), V([1, 2], "int64"))]
for op in "add.Scalar sub.Scalar mul.Scalar div.Scalar rsub.Scalar".split():
    CASES += [case(op, F(2), 2), case(op, F(2), 0.1), case(op, I(2), 2), case(op, I(2), 0.5), case(op, I(2), 2.0), case(op, B(2), True) if op != "rsub.Scalar" else case(op, F(2), 3), case(op, T((2,), "f", "float16"), 0.1), case(op, C(2), 2.5)]
CASES += [
    case("add.Tensor", F(2), F(2), alpha=2.5),
    case("sub.Tensor", F(2), F(2), alpha=3),
    case("rsub.Tensor", F(2), F(2), alpha=3),
    case("rsub.Scalar", F(2), 3, 2),
    case("add.Tensor", I(2), I(2), alpha=2),
    case("add.Tensor", I(2), I(2), alpha=2.5),
    case("add.Tensor", F(2), F(2), alpha=True),
    case("add.Tensor", B(2), B(2), alpha=True),
]
for mode in (None, "floor", "trunc", "up"):
    CASES += [
        case("div.Tensor_mode", F(5), V([0.3, -0.7, 1.1, 2.0, -3.0]), rounding_mode=mode),
        case("div.Tensor_mode", V([7, -7, 7, -7], "int64"), V([2, 2, -2, -2], "int64"), rounding_mode=mode),
        case("div.Scalar_mode", F(4), 0.7, rounding_mode=mode),
        case("div.Scalar_mode", I(4), 2, rounding_mode=mode),
        inplace("div.Tensor_mode", F(3), P(3), rounding_mode=mode),
    ]
SIGNS = V([7.5, -7.5, 7.5, -7.5, 6.0, -6.0, 0.0]), V([2.0, 2.0, -2.0, -2.0, 3.0, 3.0, 5.0])
INTS = V([7, -7, 7, -7, 6, -6, 0], "int64", grad=False), V([2, 2, -2, -2, 3, 3, 5], "int64", grad=False)
for op in "remainder.Tensor fmod.Tensor floor_divide".split():
    CASES += [case(op, *SIGNS), case(op, *INTS), case(op, F(2, 3), P(3)), case(op, V([1, 2], "int64"), V([0, 1], "int64")), case(op, V([1.0, -1.0, 0.0]), V([0.0, 0.0, 0.0]))]
for op in "remainder.Scalar fmod.Scalar floor_divide.Scalar".split():
    CASES += [case(op, F(5), 0.7), case(op, F(5), -2), case(op, I(5), 3), case(op, I(5), 0.5), case(op, I(5), -3)]
CASES += [case("remainder.Scalar_Tensor", 7, P(3)), inplace("remainder.Scalar", F(3), 2), inplace("fmod.Tensor", F(3), P(3)), inplace("floor_divide", F(3), P(3)), inplace("floor_divide.Scalar", F(3), 2)]
CASES += [case("pow.Tensor_Scalar", P(2, 3), e) for e in (0, 1, 2, 3, -1, 0.5, -0.5, 2.5)]
CASES += [
    case("pow.Tensor_Scalar", F(3), 2),
    case("pow.Tensor_Scalar", F(3), 2.5),
    case("pow.Tensor_Scalar", I(3), 2),
    case("pow.Tensor_Scalar", I(3), 0.5),
    case("pow.Tensor_Scalar", I(3), -1),
    case("pow.Tensor_Scalar", V([0.0, 1.0]), 0),
    case("pow.Tensor_Scalar", V([0.0, 1.0]), 2),
    case("pow.Tensor_Scalar", C(2), 2),
    case("pow.Tensor_Tensor", P(2, 3), F(3)),
    case("pow.Tensor_Tensor", V([0.0, 0.0, 1.0, 2.0]), V([0.0, 2.0, 3.0, 0.0])),
    case("pow.Tensor_Tensor", I(3), V([2, 3, 1], "int64")),
    case("pow.Scalar", 2, F(2, 3)),
    case("pow.Scalar", 0.5, F(3)),
    case("pow.Scalar", 0, P(3)),
    case("pow.Scalar", 2, V([2, 3, 1], "int64")),
    inplace("pow.Tensor_Tensor", P(2), F(2)),
    inplace("pow.Tensor_Scalar", P(2), 2),
]
for op in "eq ne lt le gt ge".split():
    CASES += [case(op + ".Tensor", V([1.0, 2.0, NAN]), V([1.0, 3.0, NAN])), case(op + ".Tensor", I(2, 2), I(2)), case(op + ".Scalar", V([0.1, 0.5]), 0.1), case(op + ".Scalar", I(3), 0.5), case(op + ".Tensor", F(2), F(3)), inplace(op + ".Tensor", F(3), V([1.0, -1.0, 0.0])), inplace(op + ".Scalar", F(3), 0), case(op + ".Tensor", C(2), C(2))]
for op in "maximum minimum fmax fmin".split():
    CASES += [case(op, F(2, 3), F(3)), case(op, V([1.0, 2.0, NAN, 1.0]), V([1.0, 3.0, 1.0, NAN])), case(op, I(3), I(3)), case(op, I(3), F(3)), case(op, B(3), B(3)), case(op, F(2), F(3))]
CASES += [case("max.other", F(3), F(3)), case("min.other", F(3), F(3))]
CASES += [
    case("clamp", F(2, 3), -0.5, 0.5),
    case("clamp", F(2, 3), 0),
    case("clamp", F(2, 3), None, 0.25),
    case("clamp", F(2, 3)),
    case("clamp", I(5), 0, 2),
    case("clamp", I(5), 0.5),
    case("clamp", V([1.0, 2.0, NAN]), 1.0, 2.0),
    case("clamp", V([1.0, 2.0, 3.0]), 2.5, 1.5),
    case("clamp.Tensor", F(2, 3), F(3), P(3)),
    case("clamp.Tensor", F(2, 3), F(3), None),
    case("clamp.Tensor", F(2, 3), None, F(3)),
    case("clamp_min", F(5), 0.25),
    case("clamp_max", F(5), 0.25),
    case("clamp_min.Tensor", F(2, 3), F(3)),
    case("clamp_max.Tensor", F(2, 3), F(3)),
    case("clip", F(5), -0.25, 1),
    case("clip.Tensor", F(3), F(3), P(3)),
    inplace("clamp", F(5), 0, 1),
    inplace("clamp_min", F(5), 0.25),
    inplace("clamp.Tensor", F(5), P(5)),
    case("where.self", B(2, 3), F(2, 3), F(3)),
    case("where.self", B(2, 1), F(2, 3), F()),
    case("where.self", B(3), I(3), F(3)),
    case("where.self", F(3), F(3), F(3)),
    case("where.self", B(3), F(3), D(3)),
    case("where.self", V([True, False], "bool"), V([1.0, 2.0]), V([INF, NAN])),
    case("where.ScalarSelf", B(3), 1, F(3)),
    case("where.ScalarOther", B(3), F(3), 0.5),
    case("where.Scalar", B(3), 1, 0),
    case("where.Scalar", B(3), 1.0, 0.0),
    case("masked_fill.Scalar", F(2, 3), B(3), -INF),
    case("masked_fill.Scalar", F(3), B(2, 3), 0.5),
    case("masked_fill.Scalar", I(3), B(3), 2),
    case("masked_fill.Scalar", I(3), B(3), 2.5),
    case("masked_fill.Scalar", F(3), I(3), 2),
    case("masked_fill.Scalar", F(3), F(3, grad=False), 2),
    case("masked_fill.Tensor", F(2, 3), B(2, 1), F()),
    case("masked_fill.Tensor", F(2, 3), B(2, 1), F(1)),
    inplace("masked_fill.Scalar", F(2, 3), B(3), 0),
    inplace("masked_fill.Scalar", F(3), B(2, 3), 0.5),
    inplace("masked_fill.Tensor", F(2, 3), B(3), F()),
]
SPECIAL = V([0.0, -0.0, 1.0, -1.0, INF, -INF, NAN, 0.5, -0.5, 1.5, 2.5])
CASES += unary("isnan isinf isposinf isneginf isfinite signbit", SPECIAL, I(3))
CASES += [case("isclose", V([1.0, 2.0, INF, NAN]), V([1.000001, 2.1, INF, NAN])), case("isclose", V([1.0, NAN]), V([1.0, NAN]), equal_nan=True)]
SMOOTH = "exp exp2 expm1 sin cos tan atan sinh cosh tanh asinh sigmoid abs neg sgn sign floor ceil trunc round frac deg2rad rad2deg"
CASES += unary(SMOOTH, F(2, 3), D(2), SPECIAL, I(3), B(2), F(3, 2, order=(1, 0)), T((3,), "f", "float16"), F(0))
CASES += unary("exp sin cos tanh sigmoid abs neg sgn", C(3))
CASES += unary("log log2 log10 log1p sqrt rsqrt reciprocal", P(2, 3), D(2), SPECIAL, V([1, 2], "int64"))
CASES += unary("asin acos atanh logit", U(2, 3), SPECIAL, V([0, 1], "int64"))
CASES += unary("acosh", V([1.5, 2.5, 0.5]))
CASES += unary("absolute arcsin arccos arctan arcsinh arctanh square negative fix nan_to_num", U(3))
CASES += [case("logit", U(3), 0.4), case("logit", SPECIAL, 0.1), case("round.decimals", F(3), decimals=2), case("round.decimals", V([123.0, 155.0]), decimals=-1), case("nan_to_num", SPECIAL), case("nan_to_num", SPECIAL, 1.0, 2.0, 3.0), case("frexp.Tensor", V([0.0, 1.0, 0.3, -5.0, 1024.0]))]
CASES += [inplace(op, P(2, 3)) for op in "exp log sqrt rsqrt reciprocal sin cos tanh sigmoid abs neg floor ceil round sign sgn expm1 log1p square".split()]
CASES += [case("sigmoid_backward", F(3), U(3)), case("tanh_backward", F(3), U(3)), case("logit_backward", F(3), U(3))]
CASES += [
    case("clone", F(2, 3)),
    case("clone", F(3, 2, order=(1, 0))),
    case("clone", F(2, 3, 2, order=(2, 0, 1))),
    case("_to_copy", F(3)),
    case("_to_copy", F(3), dtype=__import__("torch").float64),
    case("_to_copy", F(3), dtype=__import__("torch").float16),
    case("_to_copy", F(3), dtype=__import__("torch").int64),
    case("_to_copy", F(3), dtype=__import__("torch").bool),
    case("_to_copy", I(3), dtype=__import__("torch").uint8),
    case("_to_copy", V([1.5, 300.7, -1.2]), dtype=__import__("torch").int32),
    case("_to_copy", C(3), dtype=__import__("torch").complex128),
    case("_to_copy", F(3), dtype=__import__("torch").complex64),
    case("to.dtype", F(3), __import__("torch").float64),
    case("to.dtype", F(3), __import__("torch").float32),
    case("copy_", F(2, 3, grad=False), F(3)),
    case("copy_", F(3, grad=False), F(2, 3)),
    case("copy_", F(3, grad=False), D(3)),
    case("copy_", F(3, grad=False), I(3)),
    case("copy_", I(3), F(3)),
    inplace("copy", F(2, 3), F(3)),
    inplace("copy", F(2, 3), D(2, 1)),
    case("fill.Scalar", F(3), 2),
    case("fill.Tensor", F(3), F()),
    inplace("fill.Scalar", F(3), 2.5),
    inplace("fill.Tensor", F(3), F()),
    inplace("fill.Tensor", F(3), F(1)),
    inplace("zero", F(3)),
    case("positive", F(3)),
]

for op in "logical_and logical_or logical_xor".split():
    CASES += [case(op, F(3), V([0.0, 1.0, NAN])), case(op, B(3), I(3)), case(op, I(3), F(3)), inplace(op, F(3), V([0.0, 1.0, 2.0]))]
CASES += unary("logical_not", F(3), V([0.0, 1.0, NAN]), B(3), I(3))
CASES += unary("bitwise_not", I(3), B(3), I(3, dtype="uint8"), F(3))
for op in "bitwise_and bitwise_or bitwise_xor".split():
    CASES += [case(op + ".Tensor", I(4), V([5, 3, -1, 7], "int64")), case(op + ".Tensor", B(4), B(4)), case(op + ".Tensor", B(3), I(3)), case(op + ".Tensor", F(3), F(3)), case(op + ".Scalar", I(4), 6), case(op + ".Scalar_Tensor", 6, I(4)), inplace(op + ".Tensor", B(4), B(4))]
for op in "bitwise_left_shift bitwise_right_shift".split():
    CASES += [case(op + ".Tensor", I(4), V([1, 2, 3, 0], "int64")), case(op + ".Tensor_Scalar", I(4), 2), case(op + ".Scalar_Tensor", 6, V([1, 2], "int64")), case(op + ".Tensor", F(3), F(3))]
for op in "gcd lcm".split():
    CASES += [case(op, V([12, -18, 0, 7], "int64"), V([18, 12, 5, 0], "int64")), case(op, F(3), F(3))]

ACT = (F(2, 3), D(2), SPECIAL, I(3), F(3, 2, order=(1, 0)), T((3,), "f", "float16"))
CASES += unary("relu leaky_relu elu celu selu silu mish softplus hardtanh relu6 hardsigmoid hardswish hardshrink softshrink log_sigmoid", *ACT)
CASES += unary("gelu", F(2, 3), D(2), I(3), F(3, 2, order=(1, 0)), T((3,), "f", "float16"))
CASES += [case("relu", B(2)), case("hardtanh", B(2)), case("threshold", F(5), 0.1, 20.0), case("threshold", I(3), 1, 2), case("leaky_relu", F(4), 0.2), case("elu", F(4), 1.5), case("elu", F(4), 1.5, 2.0, 0.5), case("celu", F(4), 0.5), case("celu", F(4), 0), case("gelu", F(5), approximate="tanh"), case("gelu", F(5), approximate="fast"), case("softplus", F(5), 2.0, 1.5), case("hardtanh", F(5), -0.5, 0.25), case("hardshrink", F(5), 0.3), case("softshrink", F(5), 0.3), case("softshrink", F(5), -0.3), case("glu", F(2, 4)), case("glu", F(4, 2), 0), case("glu", F(3)), case("glu", F(2, 4, 2), 1), case("glu", F())]
CASES += [inplace(op, F(2, 3)) for op in "relu leaky_relu elu celu selu silu mish hardtanh relu6 hardsigmoid hardswish gelu".split()]
CASES += [inplace("threshold", F(4), 0.1, 20.0), inplace("leaky_relu", F(4), -0.5), inplace("elu", F(4), -0.5)]
CASES += [case("prelu", F(2, 3), V([0.25])), case("prelu", F(2, 3), V([0.25, 0.5, -0.1])), case("prelu", F(2, 3, 2), V([0.25, 0.5, -0.1])), case("prelu", F(3), V([0.25])), case("prelu", F(2, 3), V([0.25, 0.5])), case("prelu", F(2, 3), V(0.25)), case("prelu", F(2), D(1))]
CASES += [case("rrelu", F(4)), case("rrelu", F(4), 0.1, 0.3)]
CASES += [case("threshold_backward", F(4), F(4), 0.1), case("leaky_relu_backward", F(4), F(4), 0.1, False), case("elu_backward", F(4), 1.5, 2, 1, False, F(4)), case("gelu_backward", F(4), F(4)), case("softplus_backward", F(4), F(4), 1, 20), case("hardtanh_backward", F(4), F(4), -1, 1), case("hardswish_backward", F(4), F(4)), case("hardshrink_backward", F(4), F(4), 0.5), case("softshrink_backward", F(4), F(4), 0.5), case("glu_backward", F(2, 2), F(2, 4), -1), case("_prelu_kernel_backward", F(4), F(4), F(4))]

CASES += [case("lerp.Scalar", F(2, 3), F(3), w) for w in (0.3, 0.7, 1)]
CASES += [case("lerp.Scalar", F(2), D(2), 0.5), case("lerp.Scalar", I(2), I(2), 0.5), case("lerp.Tensor", F(2, 3), F(3), U(2, 1)), case("lerp.Tensor", F(2), F(2), U()), case("lerp.Tensor", F(2), F(2), D(2)), inplace("lerp.Scalar", F(3), F(3), 0.25), inplace("lerp.Tensor", F(3), F(3), U(3))]
for op in "addcmul addcdiv".split():
    CASES += [case(op, F(2, 3), F(3), P(2, 1)), case(op, F(3), F(3), P(3), value=0.5), case(op, F(3), F(3), P(3), value=2), case(op, D(3), F(3), P(3)), case(op, I(3), I(3), V([1, 2, 3], "int64")), inplace(op, F(3), F(3), P(3), value=-0.1)]
for op in "atan2 hypot copysign.Tensor logaddexp logaddexp2 xlogy.Tensor special_xlog1py nextafter ldexp.Tensor heaviside arctan2".split():
    CASES += [case(op, F(2, 3), P(3)), case(op, F(3), D(3)), case(op, I(3), V([1, 2, 3], "int64"))]
CASES += [case("atan2", V([0.0, 0.0, 1.0]), V([0.0, -1.0, 0.0])), case("xlogy.Tensor", V([0.0, 0.0, 1.0, 0.0]), V([0.0, NAN, 0.0, 2.0])), case("xlogy.Scalar_Self", 2, P(3)), case("xlogy.Scalar_Other", F(3), 0.5), case("xlogy.Scalar_Other", V([0.0, 1.0]), 0), case("special_xlog1py.self_scalar", 2, P(3)), case("special_xlog1py.other_scalar", F(3), 0.5), case("copysign.Scalar", F(3), -1), case("copysign.Tensor", V([0.0, 1.0]), V([-0.0, -1.0])), case("heaviside", V([0.0, -1.0, 2.0]), V([0.5, 0.5, 0.5], grad=False)), case("logaddexp", V([INF, -INF]), V([INF, -INF]))]
CASES += [inplace("atan2", F(3), P(3)), inplace("hypot", F(3), P(3)), inplace("xlogy.Tensor", F(3), P(3)), inplace("copysign.Tensor", F(3), F(3)), inplace("ldexp.Tensor", F(3), F(3))]
CASES += [case("float_power.Tensor_Scalar", P(3), 2), case("float_power.Tensor_Tensor", P(3), F(3)), case("float_power.Scalar", 2, F(3)), case("float_power.Tensor_Scalar", D(3), 2)]
CASES += unary("erf erfc special_erfcx sinc i0 special_i0e special_i1 special_i1e", P(2, 3), D(2), I(3), V([0.0, 1.0, -1.0, 3.0]))
CASES += unary("erfinv special_entr special_ndtri", U(2, 3), V([0.0, 1.0, -0.5]))
CASES += unary("special_log_ndtr special_ndtr", F(2, 3), V([-5.0, 5.0]))
CASES += unary("lgamma digamma", P(2, 3), V([0.5, 1.0, 2.0, 7.5, -0.5, -1.5]), V([1, 2], "int64"))
CASES += [case("polygamma", n, P(3)) for n in (0, 1, 2, 3)] + [case("polygamma", -1, P(3)), case("mvlgamma", V([2.5, 3.5]), 2), case("mvlgamma", V([2.5, 3.5]), 0)]
CASES += [case("igamma", P(3, grad=False), P(3)), case("igammac", P(3, grad=False), P(3)), case("special_zeta", V([2.0, 3.5], grad=False), P(2)), case("special_zeta.self_scalar", 2, P(3)), case("special_zeta.other_scalar", V([2.0, 3.0], grad=False), 1.5)]
CASES += unary("special_bessel_j0 special_bessel_j1 special_bessel_y0 special_bessel_y1 special_modified_bessel_i0 special_modified_bessel_i1 special_modified_bessel_k0 special_modified_bessel_k1 special_scaled_modified_bessel_k0 special_scaled_modified_bessel_k1 special_spherical_bessel_j0", P(3, grad=False))
for op in "chebyshev_polynomial_t chebyshev_polynomial_u chebyshev_polynomial_v chebyshev_polynomial_w shifted_chebyshev_polynomial_t hermite_polynomial_h hermite_polynomial_he laguerre_polynomial_l legendre_polynomial_p".split():
    CASES += [case("special_" + op, U(4, grad=False), V([0.0, 1.0, 2.0, 4.0], grad=False)), case("special_" + op + ".n_scalar", U(2, grad=False), 3)]
CASES += [inplace(op, U(3)) for op in "erf erfc erfinv lgamma digamma sinc i0".split()]
