"""Cases for reductions, scans, sorting and softmax."""
import torch

from spec import B, C, D, F, I, INF, NAN, P, T, U, V, case, inplace, once

TIES = V([[1.0, 3.0, 3.0], [2.0, 2.0, -1.0]])
NANS = V([[1.0, NAN, 3.0], [NAN, NAN, NAN], [2.0, 2.0, -INF]])
CASES = []
HALF = T((2, 3), "f", "float16")
for op in "sum mean prod".split():
    CASES += [case(op, F(2, 3)), once(op, F()), case(op, D(3)), case(op, I(2, 3)), case(op, B(4)), case(op, F(0, 3)), case(op, F(2, 3), dtype=torch.float64), case(op, I(3), dtype=torch.float32), case(op, NANS), case(op, HALF), case(op, F(3, 2, order=(1, 0)))]
CASES += [case("sum", C(3)), case("mean", C(3)), case("sum", F(3), dtype=torch.int64)]
for op in "sum.dim_IntList mean.dim nansum".split():
    for d in ([0], [1], [-1], [0, 2], [0, 1, 2], []):
        CASES += [case(op, F(2, 3, 2), d), case(op, F(2, 3, 2), d, True)]
    CASES += [case(op, F(2, 3), None), case(op, F(2, 3), [2]), case(op, F(2, 3), [0, 0]), case(op, F(), [0]), case(op, F(2, 3), [1], dtype=torch.float64), case(op, F(0, 3), [0]), case(op, F(2, 3), [-3]), case(op, F(3, 2, order=(1, 0)), [0])]
    CASES += [case(op, I(2, 3), [1])]
CASES += [case("nansum", NANS), case("nansum", NANS, [1]), case("nanmean", NANS, [0]), case("nanmean", V([1.0, NAN, 3.0]))]
CASES += [case("prod.dim_int", F(2, 3), 1), case("prod.dim_int", F(2, 3), 0, True), case("prod", V([1.0, 0.0, 3.0])), case("prod", V([0.0, 0.0, 3.0])), case("prod.dim_int", V([[1.0, 0.0, 3.0], [2.0, 4.0, 5.0]]), 1), case("prod.dim_int", F(2, 3), 2)]
CASES += [case("sum_to_size", F(2, 3), [1, 3]), case("sum_to_size", F(2, 3), [3]), case("sum_to_size", F(2, 3), [2, 3])]
CASES += [case("count_nonzero", V([[1.0, 0.0], [NAN, 2.0]])), case("count_nonzero", I(2, 3), 1), case("count_nonzero.dim_IntList", I(2, 3), [0, 1])]
for op in "max min median nanmedian".split():
    CASES += [case(op, F(2, 3)), case(op, TIES), case(op, I(2, 3)), case(op, F()), case(op, NANS), case(op, F(0)), case(op, F(4))]
for op in "max.dim min.dim median.dim nanmedian.dim mode".split():
    CASES += [case(op, F(2, 3), 1), case(op, F(2, 3), 0, True), case(op, TIES, 1), case(op, I(2, 3), -1), case(op, F(), 0), case(op, F(2, 3), 2), case(op, F(2, 0), 1), case(op, F(2, 4), 1)]
    if op != "mode":
        CASES += [case(op, NANS, 1)]
CASES += [case("kthvalue", F(2, 4), 2), case("kthvalue", F(2, 4), 1, 0, True), case("kthvalue", F(2, 4), 5), case("kthvalue", F(), 1)]
for op in "amax amin".split():
    CASES += [case(op, F(2, 3)), case(op, TIES, [1]), case(op, F(2, 3, 2), [0, 2], True), case(op, NANS, [1]), case(op, I(3)), case(op, F(0, 3)), case(op, F(0, 3), [0]), case(op, F(2, 3), [3])]
CASES += [case("aminmax", F(2, 3)), case("aminmax", TIES, dim=1), case("aminmax", F(2, 3), dim=0, keepdim=True), case("aminmax", NANS, dim=1)]
for op in "argmax argmin".split():
    CASES += [case(op, F(2, 3)), case(op, TIES, 1), case(op, NANS, 1), case(op, F(2, 3), 0, True), case(op, F(2, 3), None, True), case(op, I(4)), case(op, F()), case(op, F(0)), case(op, F(2, 3), 5)]
for op in "all any".split():
    CASES += [case(op, B(2, 3)), case(op + ".dim", B(2, 3), 1), case(op + ".dim", F(2, 3), 0, True), case(op + ".dims", F(2, 3), [0, 1]), case(op, I(3, dtype="uint8")), case(op, F(0)), case(op, F(3))]
for op in "var std var_mean std_mean".split():
    CASES += [case(op, F(2, 3)), case(op, F(4), False), case(op, F(1)), case(op + ".dim", F(2, 3), [1]), case(op + ".dim", F(2, 3), [0], False, True), case(op + ".correction", F(2, 3), [1], correction=0), case(op + ".correction", F(2, 3), None, correction=2), case(op + ".correction", F(2, 3, 2), [0, 2], keepdim=True), case(op, I(3)), case(op, V([2.0, 2.0, 2.0])), case(op + ".correction", F(2, 1), [1])]
for p in (0, 0.5, 1, 1.5, 2, 3, INF, -INF, -1):
    CASES += [case("linalg_vector_norm", F(2, 3), p), case("linalg_vector_norm", F(2, 3), p, [1]), case("norm.Scalar", F(2, 3), p), case("norm.ScalarOpt_dim", F(2, 3), p, [0], True), case("dist", F(3), F(3), p)]
CASES += [case("linalg_vector_norm", V([0.0, 0.0])), case("linalg_vector_norm", V([[0.0, 0.0], [3.0, 4.0]]), 2, [1]), case("linalg_vector_norm", I(3)), case("linalg_vector_norm", F(0), INF), case("linalg_vector_norm", F(2, 3), 2, None, True), case("linalg_vector_norm", F(2), dtype=torch.float64), case("linalg_vector_norm", C(3)), case("norm.ScalarOpt_dim", F(2, 3), None, [1]), case("dist", F(2, 3), F(3)), case("frobenius_norm.dim", F(2, 3), [0, 1])]
CASES += [case("renorm", F(2, 3), 2, 0, 1.0), case("renorm", F(2, 3), 1, 1, 0.5), case("renorm", F(3), 2, 0, 1.0), inplace("renorm", F(2, 3), 2, 0, 1.0)]
for op in "cumsum cumprod".split():
    CASES += [case(op, F(2, 3), 0), case(op, F(2, 3), 1), case(op, F(), 0), case(op, I(3), 0), case(op, B(3), 0), case(op, F(2, 3), 2), case(op, F(3), 0, dtype=torch.float64), case(op, F(1), 0), inplace(op, F(2, 3), 1), case(op, F(3, 2, order=(1, 0)), 0)]
CASES += [once("cumprod", V([1.0, 0.0, 3.0, 2.0]), 0), once("cumprod", V([[1.0, 0.0], [0.0, 2.0], [3.0, 4.0]]), 0)]
for op in "cummax cummin".split():
    CASES += [case(op, F(2, 4), 1), case(op, TIES, 1), case(op, V([1.0, NAN, 3.0]), 0), case(op, I(4), 0), case(op, F(), 0)]
CASES += [case("logcumsumexp", F(2, 3), 1), case("logcumsumexp", F(2, 3), 0), case("logcumsumexp", V([-INF, 1.0, 2.0]), 0), case("logcumsumexp", I(3), 0)]
CASES += [case("logsumexp", F(2, 3), [1]), case("logsumexp", F(2, 3), [0, 1], True), case("logsumexp", F(2, 3), [0]), case("logsumexp", V([-INF, -INF]), [0]), case("logsumexp", V([INF, 1.0]), [0]), case("logsumexp", I(3), [0]), case("logsumexp", F(2, 3), [4])]
for op in "softmax.int log_softmax.int".split():
    CASES += [case(op, F(2, 3), 1), case(op, F(2, 3), 0), case(op, F(2, 3, 2), 1), case(op, F(), 0), case(op, F(2, 3), 1, torch.float64), case(op, I(3), 0), case(op, I(3), 0, torch.float32), case(op, F(2, 3), 2), case(op, V([1.0, -INF, 2.0]), 0), case(op, V([-INF, -INF]), 0), case(op, F(3, 2, order=(1, 0)), 0), case(op, HALF, 1), case(op, F(2, 1), 1)]
CASES += [case("_softmax_backward_data", F(2, 3), U(2, 3), 1, torch.float32), case("_log_softmax_backward_data", F(2, 3), F(2, 3), 1, torch.float32), case("_safe_softmax", V([[1.0, -INF], [-INF, -INF]]), 1)]
for op in "sort argsort".split():
    CASES += [case(op, F(2, 3)), case(op, TIES, 1, True), case(op, NANS, 0), case(op, I(4)), case(op, F(2, 3), 0), case(op, F(), 0), case(op, F(3, 2, order=(1, 0)), 0), case(op, F(2, 3), 2)]
CASES += [case("sort.stable", TIES, stable=True, dim=1, descending=True), case("msort", F(3, 2)), case("topk", F(2, 4), 2), case("topk", F(2, 4), 2, 1, False), case("topk", F(4, 2), 3, 0), case("topk", F(2, 4), 5), case("topk", F(2, 4), 0), case("topk", NANS, 2), case("topk", F(), 1), case("topk", I(4), 2)]
CASES += [case("_unique2", V([3.0, 1.0, 3.0, 2.0]), True, True, True), case("_unique2", I(6)), case("_unique2", V([3, 1, 3], "int64"), True, True), case("unique_consecutive", V([1, 1, 2, 2, 1], "int64"), True, True), case("unique_dim", V([[1, 2], [1, 2], [0, 5]], "int64"), 0, True, True, True), case("_unique2", V([True, False, True], "bool")), case("unique_consecutive", V([[1, 2], [1, 2], [0, 5]], "int64"), True, True, 0)]
CASES += [case("bincount", V([0, 2, 2, 5], "int64")), case("bincount", V([0, 2, 2, 5], "int64"), V([0.5, 1.0, 2.0, 3.0])), case("bincount", V([0, 2], "int64"), None, 6), case("bincount", V([-1, 2], "int64")), case("bincount", F(3)), case("histc", V([1.0, 2.0, 1.0]), 4, 0, 3), case("histc", F(5), 3), case("histc", I(5), 3), case("histc", F(5), 0)]
CASES += [case("diff", F(4)), case("diff", F(2, 3), 1, 0), case("diff", F(5), 2), case("diff", F(3), 1, -1, F(1), F(2)), case("diff", B(4)), case("diff", F()), case("diff", F(2), 3)]
CASES += [case("trapz.dx", F(2, 3)), case("trapz.dx", F(2, 3), dx=0.5, dim=0), case("trapz.x", F(2, 3), F(3)), case("trapezoid.dx", F(4), dx=2), case("trapezoid.x", F(2, 3), F(2, 3)), case("cumulative_trapezoid.dx", F(2, 3)), case("cumulative_trapezoid.x", F(2, 3), F(3))]
CASES += [case("cov", F(2, 4)), case("cov", F(4)), case("cov", F(2, 4), correction=0), case("corrcoef", F(2, 4)), case("cov", F(2, 3), fweights=V([1, 2, 1], "int64")), case("cov", F(2, 3), aweights=V([0.5, 1.0, 2.0], grad=False))]
for how in "linear lower higher nearest midpoint".split():
    CASES += [case("quantile.scalar", F(2, 3), 0.4, 1, interpolation=how), case("quantile", F(2, 3), V([0.25, 0.5, 1.0], grad=False), 0, interpolation=how)]
CASES += [case("quantile.scalar", F(2, 3), 0.5), case("quantile.scalar", F(2, 3), 0.5, 1, True), case("quantile", F(2, 3), V([0.3, 0.6], grad=False)), case("nanquantile.scalar", NANS, 0.5, 1), case("quantile.scalar", NANS, 0.5, 1), case("quantile.scalar", F(3), 1.5), case("quantile", F(2, 3), V([0.3, 0.6], grad=False), 1, True)]
CASES += [case("equal", F(3), F(3)), case("equal", I(3), I(3)), case("equal", F(3), F(2))]
CASES += [case("allclose", V([1.0, 2.0]), V([1.0, 2.0000001])), case("allclose", V([1.0, 2.0]), V([1.0, 2.1]))]
CASES += [case("isin.Tensor_Tensor", I(2, 3), V([1, 2], "int64")), case("isin.Tensor_Tensor", F(3), F(3), invert=True), case("isin.Tensor_Scalar", I(4), 2), case("isin.Scalar_Tensor", 2, I(4)), case("histogram.bin_ct", F(8, grad=False), 4), case("histogram.bin_ct", F(8, grad=False), 3, range=[-1.0, 1.0], density=True), case("histogram.bins_tensor", F(8, grad=False), V([-1.0, 0.0, 2.0], grad=False)), case("histogram.bin_ct", F(4, grad=False), 2, weight=P(4, grad=False))]
CASES += [once("gradient.scalarint", F(5)), once("gradient.scalarint", F(3, 4), spacing=0.5), case("gradient.scalarint", F(3, 4, grad=False), dim=1, edge_order=2), once("gradient.array", F(3, 4), dim=[0]), once("gradient.tensorarray", F(4), spacing=[V([0.0, 1.0, 3.0, 4.0], grad=False)], dim=[0]), case("gradient.tensorarrayint", F(4, grad=False), spacing=[V([0.0, 1.0, 3.0, 4.0], grad=False)], edge_order=2)]
