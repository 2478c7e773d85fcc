"""Cases for matrix products, decompositions and transforms."""
from spec import B, C, D, F, I, INF, P, T, V, case, inplace, shapes_only
import torch


def each(op, *argument_lists):
    return [case(op, *a) for a in argument_lists]


X, W, Y, Z = F(3, 4), F(4, 2), F(2, 3, 4), F(2, 4, 3)
XT = F(3, 4, order=(1, 0))
CASES = []
CASES += each("mm", (X, W), (XT, W), (X, F(4, 2, order=(1, 0))), (X, X), (X, F(4)), (F(), W), (X, D(4, 2)), (X, I(4, 2)), (I(2, 2), I(2, 2)), (F(0, 4), W), (F(3, 0), F(0, 2)), (C(2, 2), C(2, 2)), (D(2, 2), D(2, 2)), (T((2, 2), "f", "bfloat16"), T((2, 2), "f", "bfloat16")))
CASES += each("bmm", (Y, Z), (Y, X), (Y, Y), (Y, F(3, 4, 3)), (X, Y), (Y, D(2, 4, 3)), (F(2, 3, 4, order=(2, 0, 1)), Z))
CASES += each("mv", (X, F(4)), (XT, F(4)), (X, F(3)), (F(), F()), (X, D(4)), (F(4), F(4)), (X, W)) + each("dot", (F(4), F(4)), (F(4), F(3)), (X, X), (F(2), I(2)), (C(3), C(3))) + each("vdot", (F(4), F(4)), (C(3), C(3)))
CASES += each("addmm", (F(2), X, W), (F(3, 2), X, W), (F(), X, W), (F(3, 1), X, W), (F(2), X, F(4, 5)), (F(2), X, X), (F(2), X, D(4, 2)), (D(2), X, W), (F(2), D(3, 4), W), (F(2), X, F(4)), (F(2), F(4), W)) + [case("addmm", F(2), X, W, beta=2, alpha=0.5), case("addmm", F(2), X, W, beta=0), inplace("addmm", F(3, 2), X, W)]
CASES += each("addmv", (F(3), X, F(4)), (F(1), X, F(4)), (F(), X, F(4)), (F(3), X, F(3)), (F(3, 1), X, F(4))) + [case("addmv", F(3), X, F(4), beta=2, alpha=3), inplace("addmv", F(3), X, F(4))]
CASES += each("addr", (F(3, 4), F(3), F(4)), (F(4), F(3), F(4)), (F(3), F(3), F(4)), (F(3, 4), X, F(4))) + [case("addr", F(3, 4), F(3), F(4), beta=2, alpha=3)]
CASES += each("baddbmm", (F(2, 3, 3), Y, Z), (F(3), Y, Z), (F(2, 3, 4), Y, Z)) + [case("baddbmm", F(2, 3, 3), Y, Z, beta=2, alpha=0.5), inplace("baddbmm", F(2, 3, 3), Y, Z)]
CASES += each("addbmm", (F(3, 3), Y, Z), (F(3), Y, Z)) + [case("addbmm", F(3, 3), Y, Z, beta=2, alpha=0.5)]
CASES += each("matmul", (F(4), F(4)), (X, F(4)), (F(3), X), (X, W), (Y, W), (Y, F(4)), (F(2, 4, 3, order=(0, 2, 1)), F(3, 2)), (X, Z), (F(3), F(2, 3, 4)), (Y, Z), (F(1, 3, 4), Z), (Y, F(1, 4, 2)), (F(2, 1, 3, 4), F(1, 3, 4, 2)), (F(2, 3, 2, 4), F(4, 2)), (F(2, 2, 3, 4), F(2, 4, 2)), (X, X), (F(), X), (Y, Y), (Y, F(3, 4, 5)), (X, F(3)), (X, F(2, 5, 4)), (F(4), F(3)), (F(4), F(2, 5, 4)), (I(3, 4), W), (F(2, 0, 4), W), (F(2, 4, 3, order=(0, 2, 1)), F(3, 2, grad=False)), (X, F(2, 4, 3, grad=False)), (F(3, 4, grad=False), Z))
CASES += each("linear", (X, F(5, 4), F(5)), (X, F(5, 4)), (F(4), F(5, 4), F(5)), (F(4), F(5, 4)), (Y, F(5, 4), F(5)), (Y, F(5, 4)), (F(2, 4, 3, order=(0, 2, 1)), F(5, 3), F(5)), (F(2, 4, 3, order=(0, 2, 1)), F(5, 3)), (F(2, 2, 3, 4), F(5, 4), F(5)), (X, F(4)), (X, F(4), F(1)), (X, F(5, 3)), (X, F(5, 4), F(3)), (Y, F(5, 3), F(5)), (Y, F(5, 3)), (X, F(3)), (F(4), F(5, 3)), (I(4), F(5, 4), F(5)), (I(3, 4), F(5, 4), F(5)), (D(3, 4), F(5, 4), F(5)), (D(3, 4), F(5, 4)), (F(), F(5, 4)), (F(0, 4), F(5, 4), F(5)), (F(2, 3, 4, grad=False), F(5, 4), F(5)))
CASES += each("inner", (F(3), F(3)), (F(2, 3), F(4, 3)), (F(2), F()), (F(2, 2, 3), F(4, 3)), (F(2), F(3))) + each("outer", (F(2), F(3)), (X, F(2)), (F(2), X)) + each("ger", (F(2), F(3))) + each("kron", (F(2, 2), F(2, 3)), (F(2), F(2, 2)), (F(), F(2)))
CASES += each("tensordot", (X, F(4, 2), [1], [0]), (X, X, [0, 1], [0, 1]), (X, X, [0], [0]), (X, F(2, 3), [], []), (Y, F(4, 3, 2), [1, 2], [1, 0]), (X, F(1, 2), [1], [0]), (X, X, [0], [1]), (X, X, [0, 1], [0]), (X, D(4, 2), [1], [0]))
CASES += each("chain_matmul", ([X],), ([X, W],), ([X, W, F(2, 3)],)) + each("linalg_multi_dot", ([X, W],), ([X, W, F(2, 3)],), ([F(3), X, W],), ([X, W, F(2)],), ([F(3), X, F(4)],), ([X, W, F(2, 5), F(5, 2)],), ([F(2, 6), F(6, 1), F(1, 5)],), ([X],), ([X, X],), ([X, F(3, 1, 1)],))
CASES += each("matrix_power", (F(3, 3), 0), (F(3, 3), 1), (F(3, 3), 2), (F(3, 3), 3), (F(3, 3), 5), (F(3, 3), -1), (F(3, 3), -2), (X, 2), (F(3), 2))
for equation, *shapes in [("ij,jk->ik", (2, 3), (3, 4)), ("ij->ji", (2, 3)), ("ii->i", (3, 3)), ("ii", (3, 3)), ("ij->i", (2, 3)), ("ij->", (2, 3)), ("i,j->ij", (2,), (3,)), ("i,i->i", (2,), (2,)), ("bij,bjk->bik", (2, 3, 4), (2, 4, 5)), ("bij,bjk", (2, 3, 4), (2, 4, 5)), ("i,i->", (2,), (2,)), ("...ij,...jk->...ik", (2, 3, 4), (2, 4, 5)), ("...ij,jk->...ik", (2, 3, 4), (4, 5)), ("ij,jk,kl->il", (2, 3), (3, 4), (4, 2)), ("bhid,bhjd->bhij", (2, 2, 3, 2), (2, 2, 4, 2)), ("ij,ij->ij", (2, 3), (2, 3)), ("ij,j->i", (2, 3), (3,)), ("ij,k->ijk", (2, 3), (3,)), ("ij,ik->j", (2, 3), (2, 4)), ("ij,kj->ik", (1, 3), (4, 3)), ("ij,ij->j", (1, 3), (4, 3)), (" i j , j k -> i k", (2, 3), (3, 4)), ("ij,jk->ki", (2, 3), (3, 4)), ("Ab,bA->A", (2, 3), (3, 2)), ("...->...", (2, 3)), ("i...->...", (2, 3)), ("ij,jk->i", (2, 3), (3, 4)), ("iij->ij", (2, 2, 3)), ("ij,jk->ik", (2, 3), (4, 4)), ("ij,jk->ik", (2, 3, 1), (3, 4)), ("ij->ik", (2, 3)), ("ij->ii", (2, 3)), ("ij,jk->ik", (2, 3)), ("ij", (2, 3), (2, 3)), ("i1", (2, 3)), ("..ij", (2, 3)), ("ii->i", (2, 3)), ("i...j->ij.", (2, 3)), ("...ijk->ij", (2, 3))]:
    CASES.append(case("einsum", equation, [F(*s) for s in shapes]))
# Well-conditioned matrices.
A3 = V([[4.0, 1, -2], [0.5, 3, 1], [-1, 0.25, 5]])
A2 = V([[[4.0, 1], [0.5, 3]], [[-2, 1], [1, 1.5]]])
S3 = V([[4.0, 1, -1], [1, 3, 0.5], [-1, 0.5, 5]])
ONE = V([[1.0, 1], [1, 1]])
CASES += each("linalg_inv_ex", (A3,), (A2,)) + each("linalg_inv", (A3,), (ONE,), (F(2, 3),), (F(3),), (I(2, 2),)) + each("inverse", (A2,))
CASES += each("linalg_det", (A3,), (A2,), (V([[1.0, 1], [1, 1]], grad=False),), (F(2, 3),), (F(3),)) + each("linalg_slogdet", (A3,), (A2,)) + each("logdet", (A3,), (S3,), (F(2, 3),))
CASES += each("linalg_solve", (A3, F(3)), (A3, F(3, 2)), (A2, F(2, 2, 1)), (A2, F(2, 3)), (A3, F(4)), (A3, F(4, 2)), (A3, D(3)), (ONE, F(2)), (F(2, 3), F(2))) + [case("linalg_solve", A3, F(2, 3), left=False)]
CASES += [case("linalg_solve_triangular", A3, F(3, 2), upper=True), case("linalg_solve_triangular", A3, F(3, 2), upper=False), case("linalg_solve_triangular", A3, F(2, 3), upper=True, left=False), case("linalg_solve_triangular", A3, F(3, 2), upper=True, unitriangular=True), case("linalg_solve_triangular", A3, F(4, 2), upper=True), case("linalg_solve_triangular", F(3, 4), F(3, 2), upper=True)]
CASES += each("linalg_cholesky", (S3,), (ONE,), (F(2, 3),)) + [case("linalg_cholesky", S3, upper=True), case("linalg_cholesky_ex", S3)] + each("cholesky", (S3,), (ONE,)) + each("cholesky_solve", (F(3, 2), A3), (F(3), A3), (F(3, 2), A3, True)) + each("cholesky_inverse", (A3,), (A3, True))
R32, R23 = V([[1.0, 2], [3, -1], [0.5, 2]]), V([[1.0, 2, 0.5], [3, -1, 2]])
CASES += each("linalg_eigvalsh", (S3,), (A2,)) + [case("linalg_eigvalsh", S3, "U")] + each("linalg_svdvals", (A3,), (R32,), (R23,)) + each("linalg_eigh", (F(2, 3),), (S3, "x"))
CASES += [shapes_only("linalg_eigh", S3), shapes_only("linalg_svd", R32), shapes_only("linalg_svd", R23, False), shapes_only("svd", R32), shapes_only("linalg_eig", A3), shapes_only("linalg_eigvals", A3)] + each("linalg_svd", (F(3),)) + each("linalg_eig", (F(2, 3),))
CASES += each("linalg_qr", (R32,), (A3,), (R23,), (A2,), (F(3),), (R32, "x")) + [case("linalg_qr", V([[1.0, 2], [3, -1], [0.5, 2]], grad=False), "complete"), case("linalg_qr", V([[1.0, 2], [3, -1], [0.5, 2]], grad=False), "r"), case("qr", R32)]
CASES += each("linalg_pinv.atol_rtol_float", (R32,), (R23,), (A3,)) + [case("linalg_pinv.atol_rtol_float", R32, atol=1e-3)] + each("pinverse", (R32,)) + each("linalg_pinv", (F(3), 1e-5), (R32, 1e-5))
CASES += each("linalg_matrix_norm", (A3, 2), (A3, -2), (A3, 1), (A3, -1), (A3, INF), (A2, 1), (A3, 3), (F(3), 1), (A2, 2, [0, 1]), (A2, 1, [2, 0]), (A2, 2, [-2, -1], True), (A2, 1, [-2, -1], True), (I(2, 2), 1)) + each("linalg_matrix_norm.str_ord", (A3,), (A3, "nuc"), (A3, "x"), (A2, "nuc", [-2, -1], True)) + each("linalg_norm", (A3,), (A3, 2), (A2,), (F(3), 2), (F(3), INF), (A2, 2), (A3, 1, [0]), (A2, 1, [1, 2]), (I(2, 2),)) + each("linalg_norm.ord_str", (A3, "fro"), (A3, "nuc"), (F(3), "nuc")) + each("nuclear_norm", (A3,)) + each("frobenius_norm.dim", (A3, [0, 1]), (A3, [1]))
CASES += each("linalg_matrix_rank", (A3, 0.1), (ONE, 0.1)) + each("linalg_matrix_rank.atol_rtol_float", (ONE,), (S3,), (F(3),)) + each("linalg_cond", (A3,), (A3, 1), (A3, 2), (A3, -2)) + each("linalg_cond.p_str", (A3, "fro"), (A3, "nuc")) + each("linalg_matrix_exp", (A3,), (A2,), (F(2, 3),)) + each("matrix_exp", (F(2, 2),))
CASES += each("linalg_lu_factor", (A3,), (A2,), (ONE,)) + each("linalg_lu", (A3,)) + [case("linalg_lu", V([[1.0, 2], [3, -1], [0.5, 2]], grad=False)), case("linalg_lu_factor_ex", A3)]
CASES += [case("linalg_lstsq", R32, F(2, 1))] + each("linalg_vecdot", (F(3), F(3)), (F(2, 3), F(2, 3))) + each("linalg_vander", (F(3),)) + each("linalg_tensorsolve", (V([[4.0, 1], [0.5, 3]]), F(2))) + each("linalg_tensorinv", (V([[4.0, 1], [0.5, 3]]), 1))
CASES += each("cdist", (F(3, 2), F(4, 2)), (F(3, 2), F(4, 2), 1), (F(3, 2), F(4, 2), 3), (F(3, 2), F(4, 2), 1.5), (F(3, 2), F(4, 2), INF), (F(3, 2), F(4, 2), 0), (F(2, 3, 2), F(4, 2)), (F(2, 1, 3, 2), F(2, 4, 2)), (F(3), F(3)), (F(3, 2), F(3, 3)), (F(3, 2), F(3, 2), -1), (I(3, 2), F(3, 2)))
CASES += each("cross", (F(2, 3), F(2, 3)), (F(3, 3), F(3, 3)), (F(2, 4), F(2, 4)), (F(2, 3), F(2, 3), 1)) + each("linalg_cross", (F(2, 3), F(2, 3)), (F(1, 3), F(2, 3)), (F(2, 4), F(2, 4)), (F(3), F(2, 3))) + [case("linalg_cross", F(3, 2), F(3, 2), dim=0)]
CASES += [shapes_only("cdist", F(27, 2), F(2, 2)), shapes_only("cdist", F(2, 27, 2), F(2, 2))]
CASES += each("triangular_solve", (F(3, 2), A3), (F(3, 2), A3, False), (F(3, 2), A3, True, True), (F(3, 2), A3, False, False, True), (F(3), A3)) + [case("linalg_householder_product", F(3, 2, grad=False), F(2, grad=False)), case("orgqr", F(3, 2, grad=False), F(2, grad=False)), case("geqrf", F(3, 2, grad=False))]
