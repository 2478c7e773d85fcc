"""Cases for tensors made from nothing, and for complex numbers."""
import torch

from spec import B, C, D, F, I, INF, NAN, P, T, U, V, case, shapes_only, unary

HALF = torch.float16
CASES = []
for op in "zeros ones".split():
    CASES += [case(op, s) for s in ([], [0], [2, 3], [2, 0, 3])] + [case(op, [2], dtype=torch.int64), case(op, [2], dtype=torch.bool), case(op, [2], dtype=torch.complex64), case(op, [-1, 2])]
    CASES += [case(op + "_like", F(2, 3)), case(op + "_like", F(3, 2, order=(1, 0))), case(op + "_like", F(2), dtype=torch.int32), case("new_" + op, F(2), [3]), case("new_" + op, I(2), [2, 2]), case("new_" + op, I(2), [2], dtype=torch.float32)]
CASES += [case("full", [2, 2], v) for v in (1, 1.5, 2.0, True, NAN, INF)] + [case("full", [2], 1.7, dtype=torch.int64), case("full", [2], 1, dtype=torch.float64), case("full", [2], 2, dtype=torch.bool)]
CASES += [case("full_like", F(3), 2), case("full_like", I(3), 2.5), case("full_like", F(3, 2, order=(1, 0)), 1.5), case("new_full", I(2), [2], 3.7), case("new_full", F(2), [2], 3), case("scalar_tensor", 2.5), case("scalar_tensor", 2), case("scalar_tensor", 2, dtype=torch.int64)]
CASES += [shapes_only("empty.memory_format", [2, 3]), shapes_only("empty.memory_format", [2], dtype=torch.int64), shapes_only("empty_like", F(3, 2, order=(1, 0))), shapes_only("new_empty", I(2), [3]), shapes_only("empty_strided", [2, 3], [1, 2]), shapes_only("new_empty_strided", F(2), [2, 3], [1, 2])]
CASES += [case("arange", e) for e in (0, 5, 5.0, 2.5)] + [case("arange", 5, dtype=torch.float32), case("arange", -1), case("arange", 3, dtype=HALF)]
CASES += [case("arange.start", 2, 5), case("arange.start", 1.5, 4), case("arange.start", 5, 2), case("arange.start_step", 1, 10, 3), case("arange.start_step", 0, 1, 0.25), case("arange.start_step", 5, 0, -2), case("arange.start_step", 0, 5, 0), case("arange.start_step", 0.0, 0.5, 0.1), case("arange.start_step", 1, 2, -1), case("arange.start_step", 0, 10, 2.5, dtype=torch.int64)]
CASES += [case("range", 1, 4), case("range.step", 0, 1, 0.5)]
CASES += [case("linspace", 0, 1, n) for n in (0, 1, 2, 5, 10)] + [case("linspace", -3.0, 7.5, 8), case("linspace", 0, 10, 5, dtype=torch.int64), case("linspace", 0, 1, -1), case("linspace", 0, 1, 4, dtype=torch.float64), case("linspace.Tensor_Tensor", F(grad=False), P(grad=False), 4), case("linspace.Scalar_Tensor", 0, P(grad=False), 3), case("linspace.Tensor_Scalar", F(2), 1.0, 3)]
CASES += [case("logspace", 0, 2, 5), case("logspace", 0, 3, 4, 2.0), case("logspace", 0, 1, 3, dtype=torch.float64), case("logspace", 0, 1, 1)]
CASES += [case("eye", 3), case("eye.m", 2, 3), case("eye.m", 3, 2, dtype=torch.int64), case("eye", 0), case("eye", -1), case("tril_indices", 3, 3), case("tril_indices", 3, 4, 1), case("triu_indices", 3, 3), case("triu_indices", 4, 3, -1), case("tril_indices", 2, 2, dtype=torch.int32)]
for op in "hann_window hamming_window blackman_window bartlett_window".split():
    CASES += [case(op, 6), case(op + ".periodic", 5, False), case(op, 1), case(op, 0), case(op, 5, dtype=torch.float64)]
CASES += [case("hamming_window.periodic_alpha", 5, True, 0.6), case("hamming_window.periodic_alpha_beta", 5, True, 0.6, 0.4), case("kaiser_window", 5), case("kaiser_window.beta", 5, False, 8.0)]

CASES += unary("real imag view_as_real conj conj_physical _conj_physical angle abs isreal resolve_conj", C(2, 3))
CASES += unary("real angle conj isreal view_as_real imag", F(3))
CASES += [case("angle", V([-1.0, 0.0, 2.0, NAN])), case("view_as_complex", F(3, 2)), case("view_as_complex", F(3)), case("view_as_complex", F(2, 3)), case("complex", F(3), F(3)), case("complex", F(2, 1), F(3)), case("complex", F(2), D(2)), case("complex", I(2), I(2)), case("polar", P(3), F(3)), case("_to_copy", C(2), dtype=torch.complex128)]
CASES += [case("mul.Tensor", C(2, 2), C(2)), case("div.Tensor", C(2), C(2)), case("sqrt", C(3)), case("reciprocal", C(3)), case("log", C(3)), case("pow.Tensor_Scalar", C(3), 3), case("square", C(2)), case("sum.dim_IntList", C(2, 3), [1]), case("mean.dim", C(2, 3), [0])]

CASES += [case("fft_fftfreq", 5), case("fft_fftfreq", 4, 0.5), case("fft_rfftfreq", 5), shapes_only("empty_permuted", [2, 3], [1, 0])]
# PyTorch gives these nodes of their own (ForeachExpBackward0); here each tensor has its op's.
for op in "exp sqrt neg abs sigmoid".split():
    CASES += [case("_foreach_" + op, [P(2, grad=False), P(3, grad=False)])]
CASES += [case("_foreach_add.List", [F(2, grad=False), F(3, grad=False)], [F(2, grad=False), F(3, grad=False)]), case("_foreach_add.Scalar", [F(2, grad=False), F(3, grad=False)], 2), case("_foreach_mul.List", [F(2, grad=False), F(3, grad=False)], [F(2, grad=False), F(3, grad=False)]), case("_foreach_mul.Scalar", [F(2, grad=False), F(3, grad=False)], 0.5), case("_foreach_addcmul.Scalar", [F(2, grad=False)], [F(2, grad=False)], [F(2, grad=False)], 0.5), case("_foreach_norm.Scalar", [F(2, grad=False), F(3, grad=False)])]
