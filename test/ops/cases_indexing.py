"""Cases for indexing by tensors and masks, gather and scatter."""
from spec import B, C, D, F, I, P, T, V, case, inplace
import torch


def L(*data, dtype="int64"):
    return V(list(data), dtype, grad=False)


def M(*data):
    return V(list(data), "bool", grad=False)


def each(op, *argument_lists):
    return [case(op, *a) for a in argument_lists]


X, Y = F(3, 4), F(2, 3, 4)
XT = F(3, 4, order=(1, 0))
S = V(1, "int64", grad=False)
CASES = []
CASES += each("index.Tensor", (X, [L(0, 2)]), (X, [L(0, 2, 0), L(1, -1, 1)]), (X, [None, L(1, 1)]), (X, [L([0, 1], [2, 0])]), (X, [M(True, False, True)]), (X, [M([True, False, True, False], [False] * 4, [True] * 4)]), (X, [None, M(True, False, True, True)]), (X, [M(True, False, True), L(1, 2)]), (XT, [L(0, 1)]), (XT, [None, L(0, 1)]), (Y, [L(0, 1), None, L(0, 1)]), (Y, [None, L(0, 1), L(0, 1)]), (Y, [L([0], [1]), L(0, 1)]), (F(2, 3, 4, order=(2, 0, 1)), [None, L(0, 1)]), (F(2, 3, 4, order=(1, 2, 0)), [None, None, L(0, 1)]), (X, [L(0, dtype="int32")]), (X, [L(5)]), (X, [L(-4)]), (X, [None, L(7)]), (X, [L(0, 1, 2), L(0, 1)]), (X, [M(True, False)]), (X, [M([True, False, True, False], [False] * 4)]), (X, [L(0.5, dtype="float32")]), (X, [L(0), L(0), L(0)]), (F(0, 3), [L(0)]), (X, [V([], "int64", grad=False)]), (C(3), [L(2, 0)]), (I(3), [L(2, 0)]))
CASES += each("index_put", (X, [L(0, 2)], F(4)), (X, [L(0, 2)], F()), (X, [L(0, 0)], F(2, 4), True), (X, [L(0, 2), L(1, 1)], F(2)), (X, [None, L(0, 2)], F(3, 2)), (X, [M(True, False, True)], F(2, 4)), (X, [M([True, False, True, False], [False] * 4, [True] * 4)], F()), (X, [M([True, False, True, False], [False] * 4, [True] * 4)], D()), (X, [L(0)], F(3)), (X, [L(0)], D(4)), (X, [L(3)], F(4)), (X, [L(0)], F(2, 2, 4)), (XT, [L(0, 2)], F(4)))
CASES += [inplace("index_put", X, [L(0, 2)], F(4)), inplace("index_put", X, [M(True, False, True)], F())]
CASES += each("_unsafe_index.Tensor", (X, [L(0, 2)]))
CASES += each("index_select", (X, 0, L(2, 0, 0)), (X, 1, L(1)), (X, -1, S), (F(), 0, L(0)), (X, 0, L(3)), (X, 0, L(-1)), (X, 2, L(0)), (X, 0, L([0])), (X, 0, L(0.5, dtype="float32")), (XT, 1, L(0, 1, dtype="int32")), (F(), 0, L(0, 0)))
CASES += each("index_add", (X, 0, L(0, 2), F(2, 4)), (X, 1, L(0, 0), F(3, 2)), (X, 0, L(0), F(2, 4)), (X, 0, L(0, 1), F(2, 3)), (X, 0, L(0, 1), D(2, 4)), (X, 0, L(5, 1), F(2, 4)), (X, 0, L([0]), F(1, 4)), (X, 0, L(0.5, dtype="float32"), F(1, 4)), (F(), 0, L(0), F(1))) + [case("index_add", X, 0, L(0, 2), F(2, 4), alpha=2.5), inplace("index_add", X, 0, L(0, 2), F(2, 4))]
CASES += each("index_copy", (X, 0, L(0, 2), F(2, 4)), (X, 1, L(3, 0), F(3, 2)), (X, 0, L(0), F(2, 4)), (X, 0, L(0, 1), F(2, 3)), (X, 0, L(0, 1), D(2, 4)), (X, 0, L(5, 1), F(2, 4)), (X, 0, L(0, 1), F(2))) + [inplace("index_copy", X, 0, L(0, 2), F(2, 4))]
CASES += each("index_fill.int_Scalar", (X, 0, L(0, 2), 1.5), (X, 1, L(3), 2), (X, 0, L(7), 2), (X, 0, L([0]), 2), (X, 0, L(0.5, dtype="float32"), 2)) + each("index_fill.int_Tensor", (X, 0, L(0, 2), F()), (X, 0, L(0, 0), F()), (X, 0, L(0), F(2))) + [inplace("index_fill.int_Scalar", X, 0, L(0, 2), 1.5)]
CASES += each("index_reduce", *[(P(3, 4), 0, L(0, 2, 0), P(3, 4), r) for r in ["prod", "mean", "amax", "amin"]], (X, 0, L(0), F(1, 4), "sum")) + [case("index_reduce", P(3, 4), 0, L(0, 2, 0), P(3, 4), r, include_self=False) for r in ["prod", "mean", "amax", "amin"]]
CASES += each("gather", (X, 0, L([0, 2, 1, 0])), (X, 1, L([3], [0], [1])), (X, 1, L([3, 3], [0, 0], [1, 2])), (F(3), 0, L(2, 2)), (F(3), 0, S), (X, 0, L([3, 0, 0, 0])), (X, 0, L(0)), (X, 1, L([0], [0], [0], [0])), (X, 0, L([0.0] * 4, dtype="float32")), (X, 2, L([0])), (XT, 0, L([0, 2, 1, 0])))
IX = L([0, 2, 1, 0], [1, 1, 1, 1])
CASES += each("scatter.src", (X, 0, IX, F(2, 4)), (X, 1, L([3, 0], [0, 1]), F(3, 4)), (X, 0, IX, D(2, 4)), (X, 0, L([3, 0, 0, 0]), F(1, 4)), (X, 0, L([0] * 5), F(1, 5)), (X, 0, IX, F(1, 4)), (X, 0, L(0), F(1)), (F(3), 0, L(2, 0), F(2)))
CASES += each("scatter.value", (X, 0, IX, 1.5), (X, 1, L([3], [0], [1]), 2), (X, 0, L([0] * 5), 1)) + [case("scatter.reduce", X, 0, IX, F(2, 4, grad=False), reduce="add"), case("scatter.value_reduce", X, 0, IX, 2.0, reduce="multiply"), case("scatter.value_reduce", X, 0, IX, 2.0, reduce="mul")]
CASES += each("scatter_add", (X, 0, IX, F(2, 4)), (X, 1, L([0, 0], [1, 1]), F(3, 4)), (X, 0, IX, D(2, 4)), (X, 0, L([4, 0, 0, 0]), F(1, 4)), (I(3), 0, L(0, 0), I(2))) + [inplace("scatter_add", X, 0, IX, F(2, 4)), inplace("scatter.src", X, 0, IX, F(2, 4)), inplace("scatter.value", X, 0, IX, 2.0)]
for r in ["sum", "prod", "mean", "amax", "amin"]:
    CASES += [case("scatter_reduce.two", P(3, 4), 0, IX, P(2, 4), r), case("scatter_reduce.two", P(3, 4), 0, IX, P(2, 4), r, include_self=False)]
CASES += [case("scatter_reduce.two", V([0.0, 2, 3]), 0, L(0, 1, 1), V([0.0, 2, 5]), "prod"), case("scatter_reduce.two", X, 0, IX, F(2, 4), "max"), case("scatter_reduce.two", I(3), 0, L(0, 0), I(2), "mean")]
CASES += each("take", (X, L(0, 11, -1)), (X, L([0, 1], [2, 3])), (X, L(12)), (X, L(0, dtype="int32"))) + each("take_along_dim", (X, L([0, 2, 1, 0]), 0), (X, L([0]), 0), (X, L(0, 5)), (X, L(0), 0), (X, L([0], [1], [2]), 1))
CASES += each("put", (X, L(0, 11), F(2)), (X, L(0, 0), F(2), True), (X, L(0), F(2)), (X, L(12), F(1)), (X, L(0), D(1)), (X, L(-1), F(1)))
CASES += each("masked_select", (X, M([True, False, True, False], [False] * 4, [True] * 4)), (X, M(True, False, False, True)), (F(4), M([True, False, True, False], [False] * 4)), (X, L(1, 0, 0, 1)), (X, M(True, False)), (XT, M(True, False, False, True)))
CASES += each("masked_scatter", (X, M([True, False, True, False], [False] * 4, [True] * 4), F(8)), (X, M(True, False, False, True), F(6)), (X, M(True, False, False, True), F(5)), (X, M(True, False, False, True), D(6)), (X, L(1, 0, 0, 1), F(6))) + [inplace("masked_scatter", X, M(True, False, False, True), F(6))]
CASES += each("nonzero", (V([[0, 1.5], [2, 0]]),), (V(3.0),), (V([True, False], "bool"),), (V(0.0),)) + each("argwhere", (V([[0, 1.5], [2, 0]]),)) + each("nonzero_numpy", (V([[0, 1.5], [2, 0]]),), (V(3.0),)) + each("where", (V([[0, 1.5], [2, 0]]),)) + [case("nonzero_static", V([0, 1, 2]), size=3)]
CASES += each("one_hot", (L(0, 2),), (L(0, 2), 4), (L(0, 2), 2), (L(-1),), (L([0], [1]),), (L(0), 0), (F(2),), (V([], "int64"), 3), (V([], "int64"),))
CASES += each("searchsorted.Tensor", (L(1, 3, 5), L(0, 3, 6)), (V([1.0, 3, 5], grad=False), V([[0.0, 3], [5, 9]], grad=False)), (V([[1.0, 3], [2, 4]], grad=False), V([[3.0], [3]], grad=False))) + [case("searchsorted.Tensor", L(1, 3, 5), L(0, 3, 6), right=True), case("searchsorted.Tensor", L(1, 3, 5), L(0, 3, 6), side="right", out_int32=True), case("searchsorted.Scalar", L(1, 3, 5), 3), case("bucketize.Tensor", V([0.0, 3, 6], grad=False), V([1.0, 3, 5], grad=False)), case("bucketize.Tensor", V([0.0, 3, 6], grad=False), V([1.0, 3, 5], grad=False), right=True), case("bucketize.Scalar", 3, V([1.0, 3, 5], grad=False))]
