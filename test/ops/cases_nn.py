"""Cases for the neural-network operators: convolutions, pools, normalisation, losses."""
from spec import B, D, F, I, INF, NAN, P, T, U, V, case, inplace, seeded

def conv(op, *args):
    """Convolutions take lists: a number stands for one per dimension. (The operator itself does not spread it.)"""
    n = int(op.split("d")[0][-1]) if op != "convolution" else 0
    at = range(3, 7 if "transpose" not in op else 8)
    groups = 6
    return case(op, *[[a] * n if n and i in at and i != groups and isinstance(a, int) else a for i, a in enumerate(args)])


CASES = [
    conv("conv2d", F(2, 3, 5, 4), F(4, 3, 3, 2), F(4)),
    conv("conv2d", F(2, 3, 5, 4), F(4, 3, 3, 2)),
    conv("conv2d", F(3, 5, 4), F(4, 3, 3, 2), F(4), [2, 1], [1, 0]),
    conv("conv2d", F(1, 2, 5, 5), F(2, 2, 2, 2), None, 2, 1, 2),
    conv("conv2d", F(1, 4, 4, 4), F(4, 2, 2, 2), F(4), 1, 1, 1, 2),
    conv("conv2d", F(1, 4, 4, 4), F(4, 1, 2, 2), F(4), 1, 0, 1, 4),
    conv("conv2d", D(1, 2, 4, 4), D(2, 2, 2, 2), D(2)),
    conv("conv2d", F(0, 2, 4, 4, grad=False), F(2, 2, 2, 2, grad=False), F(2, grad=False)),
    conv("conv1d", F(2, 3, 8), F(4, 3, 3), F(4)),
    conv("conv1d", F(3, 8), F(4, 3, 3), F(4), 2, 1),
    conv("conv3d", F(1, 2, 3, 4, 3), F(2, 2, 2, 3, 1), F(2), [1, 2, 1], [1, 0, 0]),
    conv("conv3d", F(2, 3, 4, 3), F(2, 2, 2, 3, 1)),
    conv("conv2d.padding", F(1, 2, 4, 4), F(2, 2, 3, 3), F(2), 1, "same"),
    conv("conv2d.padding", F(1, 2, 4, 4), F(2, 2, 2, 2), F(2), 1, "same"),
    conv("conv1d.padding", F(1, 2, 4), F(2, 2, 3), None, 1, "same", 2),
    conv("conv1d.padding", F(2, 4), F(2, 2, 3), None, 1, "valid", 1),
    conv("conv_transpose1d", F(2, 3, 4), F(3, 4, 3), F(4), 2, 1, 1),
    conv("conv_transpose2d.input", F(2, 3, 3, 2), F(3, 2, 3, 2), F(2)),
    conv("conv_transpose2d.input", F(1, 4, 3, 2), F(4, 2, 3, 2), F(4), [2, 1], 1, [1, 0], 2, 1),
    conv("conv_transpose2d.input", F(4, 3, 2), F(4, 2, 3, 2), None, [2, 1], 1, [1, 0], 1, [1, 2]),
    conv("conv_transpose3d.input", F(1, 2, 2, 2, 2), F(2, 1, 2, 2, 2), F(1), 2),
    conv("convolution", F(1, 2, 4, 4), F(2, 2, 2, 2), F(2), [1, 1], [0, 0], [1, 1], False, [0, 0], 1),
]
CASES += [
    conv("conv2d", *a)
    for a in [
        (F(2, 3), F(4, 3, 3, 3)),
        (F(2, 5, 8, 8), F(4, 3, 3, 3)),
        (F(5, 8, 8), F(4, 3, 3, 3)),
        (F(2, 3, 2, 2), F(4, 3, 3, 3)),
        (F(2, 3, 8, 8), F(4, 3, 3)),
        (F(2, 3, 8, 8), F(4, 3, 3, 3), F(5)),
        (F(2, 3, 8, 8), F(4, 3, 3, 3), None, 1, 0, 1, 2),
        (F(2, 3, 8, 8), F(3, 3, 3, 3), None, 1, 0, 1, 2),
        (D(2, 3, 8, 8), F(4, 3, 3, 3)),
        (F(2, 3, 8, 8), D(4, 3, 3, 3)),
        (D(2, 3, 8, 8), F(4, 3, 3, 3), F(4)),
        (F(2, 3, 8, 8), F(4, 3, 3, 3), D(4)),
        (I(2, 3, 8, 8), F(4, 3, 3, 3)),
        (F(2, 3, 8, 8), F(4, 3, 3, 3), None, 0),
        (F(2, 3, 8, 8), F(4, 3, 3, 3), None, [1, 1, 1]),
        (F(2, 3, 8, 8), F(4, 3, 3, 3), None, 1, -1),
        (F(2, 3, 8, 8), F(4, 3, 3, 3), None, 1, 0, 0),
        (F(2, 3, 8, 8), F(4, 3, 3, 3), None, 1, 0, 1, 0),
    ]
]
CASES += [
    conv("conv2d.padding", F(2, 3, 8, 8), F(4, 3, 3, 3), None, 1, "foo"),
    conv("conv2d.padding", F(2, 3, 8, 8), F(4, 3, 3, 3), None, 2, "same"),
    conv("conv_transpose2d.input", F(2, 3, 8, 8), F(4, 3, 3, 3)),
    conv("conv_transpose2d.input", F(2, 4, 8, 8), F(4, 3, 3, 3), F(5)),
    conv("conv_transpose2d.input", F(2, 4, 8, 8), F(4, 3, 3, 3), None, 1, 0, 1),
    conv("conv_transpose1d", F(2, 4, 8), F(4, 3, 3), None, 1, 0, 1),
]

# Pools.
CASES += [
    case("max_pool2d", F(2, 3, 4, 4), 2),
    case("max_pool2d", F(3, 5, 4), [3, 2], [2, 1], [1, 1]),
    case("max_pool2d", F(1, 2, 5, 5), 2, 2, 0, 2),
    case("max_pool2d", F(1, 2, 5, 5), 2, 2, 0, 1, True),
    case("max_pool2d", V([[[[1.0, NAN, 2.0], [3.0, 3.0, NAN], [1.0, 0.0, -INF]]]]), 2, 1),
    case("max_pool2d", I(1, 2, 4, 4), 2),
    case("max_pool2d_with_indices", F(2, 3, 4, 4), 2),
    case("max_pool1d", F(2, 3, 6), 2),
    case("max_pool1d", F(3, 6), 3, 2, 1),
    case("max_pool1d_with_indices", F(2, 3, 6), 2),
    case("max_pool3d", F(1, 2, 4, 4, 4), 2),
    case("max_pool3d", F(2, 4, 4, 4), [2, 1, 2], 1, [1, 0, 1]),
    case("avg_pool2d", F(2, 3, 4, 4), 2),
    case("avg_pool2d", F(3, 5, 4), [3, 2], [2, 1], [1, 1]),
    case("avg_pool2d", F(3, 5, 4), [3, 2], [2, 1], [1, 1], False, False),
    case("avg_pool2d", F(1, 1, 5, 5), 3, 2, 1, True, True),
    case("avg_pool2d", F(1, 1, 5, 5), 3, 2, 1, True, False),
    case("avg_pool2d", F(1, 1, 5, 5), 3, 2, 1, False, True, 5),
    case("avg_pool1d", F(2, 3, 6), 2),
    case("avg_pool1d", F(3, 7), 3, 2, 1, False, False),
    case("avg_pool3d", F(1, 2, 4, 4, 4), 2),
    case("avg_pool3d", F(1, 4, 4, 4), 3, 2, 1, True, False),
    case("adaptive_avg_pool1d", F(2, 3, 5), 2),
    case("adaptive_avg_pool1d", F(2, 3, 5), 1),
    case("adaptive_avg_pool2d", F(2, 3, 5, 4), [1, 1]),
    case("adaptive_avg_pool2d", F(2, 3, 5, 4), [3, 2]),
    case("adaptive_avg_pool2d", F(3, 5, 4), [7, 3]),
    case("adaptive_avg_pool3d", F(1, 2, 3, 4, 3), [2, 2, 1]),
    case("adaptive_avg_pool3d", F(1, 2, 3, 4, 3), [1, 1, 1]),
    case("adaptive_max_pool1d", F(2, 3, 5), 2),
    case("adaptive_max_pool2d", F(2, 3, 5, 4), [3, 2]),
    case("adaptive_max_pool2d", F(3, 5, 4), [2, 2]),
    case("adaptive_max_pool3d", F(1, 2, 3, 4, 3), [2, 2, 1]),
    case("fractional_max_pool2d", F(2, 2, 5, 6), [2, 2], [3, 3], U(2, 2, 2, grad=False)),
    case("fractional_max_pool3d", F(1, 2, 4, 5, 6), [2, 2, 2], [2, 3, 3], U(1, 2, 3, grad=False)),
    case("max_unpool2d", F(1, 1, 2, 2), V([[[[0, 3], [8, 10]]]], "int64"), [4, 4]),
    case("max_unpool3d", F(1, 1, 1, 2, 2), V([[[[[0, 3], [8, 10]]]]], "int64"), [2, 4, 4], [2, 2, 2], [0, 0, 0]),
]
CASES += [
    case("max_pool2d", *a)
    for a in [
        (F(2, 3), 2),
        (F(2, 3, 1, 1), 2),
        (F(2, 3, 4, 4), [2, 2, 2]),
        (F(2, 3, 4, 4), 2, [], 2),
        (F(2, 3, 4, 4), 0),
        (F(2, 3, 4, 4), 2, 0),
        (F(2, 3, 4, 4), 2, [], 0, 0),
        (F(2, 3, 4, 4), 2, [], -1),
        (B(2, 3, 4, 4), 2),
        (F(2, 3, 4, 4), 2, [1, 1, 1]),
        (F(2, 3, 4, 4), 2, 1, [1, 1, 1]),
        (F(2, 0, 4, 4), 2),
        (F(0, 3, 4, 4), 2),
    ]
]
CASES += [case("max_pool1d", *a) for a in [(F(2, 3, 4, 4), 2), (F(2, 3, 1), 2), (F(2, 3, 4), 2, [], 2), (F(2, 3, 4), 2, [], -1), (F(2, 3, 4), 0)]]
CASES += [case("max_pool3d", *a) for a in [(F(3, 4, 4), 2), (F(1, 3, 1, 4, 4), 2)]]
CASES += [
    case("avg_pool2d", *a)
    for a in [(F(2, 3), 2), (F(2, 3, 1, 1), 2), (F(2, 3, 4, 4), 2, [], 2), (F(2, 3, 4, 4), 2, [], 0, False, True, 0), (I(2, 3, 4, 4), 2), (B(2, 3, 4, 4), 2)]
]
CASES += [
    case("avg_pool1d", F(2, 3, 4, 4), 2),
    case("avg_pool1d", F(4), 2),
    case("avg_pool1d", F(2, 3, 1), 2),
    case("avg_pool3d", F(2, 3, 4), 2),
    case("adaptive_avg_pool2d", F(2, 3), [2, 2]),
    case("adaptive_avg_pool2d", F(2, 3, 0, 3), [2, 2]),
    case("adaptive_avg_pool2d", F(2, 3, 4, 4), [2, 2, 2]),
    case("adaptive_avg_pool2d", F(2, 3, 4, 4), [-1, -1]),
    case("adaptive_avg_pool1d", F(4), 2),
    case("adaptive_avg_pool2d", I(2, 3, 4, 4), [1, 1]),
    case("adaptive_avg_pool2d", I(2, 3, 4, 4), [2, 2]),
    case("adaptive_max_pool2d", F(2, 3), [2, 2]),
    case("adaptive_max_pool1d", F(3), 2),
    case("adaptive_max_pool2d", F(2, 3, 4, 4), [2, 2, 2]),
    case("fractional_max_pool2d", F(2, 2, 4, 4), [2, 2], [5, 5], U(2, 2, 2, grad=False)),
    case("max_unpool2d", F(1, 1, 2, 2), F(1, 1, 2, 2, grad=False), [4, 4]),
    case("max_unpool2d", F(1, 1, 2, 2), V([[[[0, 1, 2], [0, 1, 2]]]], "int64"), [4, 4]),
    case("max_unpool2d", F(1, 1, 2, 2), V([[[[0, 1], [0, 99]]]], "int64"), [4, 4]),
]

# Normalisation.
STATS = (F(3, grad=False), P(3, grad=False))
CASES += [
    case("batch_norm", F(4, 3), P(3), F(3), *STATS, True, 0.1, 1e-5, True),
    case("batch_norm", F(4, 3, 2, 2), P(3), F(3), *STATS, True, 0.1, 1e-5, True),
    case("batch_norm", F(4, 3, 2), None, None, *STATS, True, 0.3, 1e-3, True),
    case("batch_norm", F(4, 3, 2, 2), P(3), F(3), *STATS, False, 0.1, 1e-5, True),
    case("batch_norm", F(4, 3, 2, 2), P(3), None, *STATS, False, 0.1, 1e-5, True),
    case("batch_norm", F(4, 3), P(3), F(3), None, None, True, 0.1, 1e-5, True),
    case("batch_norm", D(4, 3), None, None, None, None, True, 0.1, 1e-5, True),
    case("layer_norm", F(2, 4), [4], P(4), F(4)),
    case("layer_norm", F(2, 3, 4), [3, 4], P(3, 4), F(3, 4)),
    case("layer_norm", F(2, 4), [4]),
    case("layer_norm", F(2, 4), [4], P(4)),
    case("layer_norm", F(4), [4], P(4), F(4), 0.1),
    case("layer_norm", F(2, 3, 4), [4], P(4), F(4), 1e-5),
    case("rms_norm", F(2, 4), [4]),
    case("rms_norm", F(2, 4), [4], P(4)),
    case("rms_norm", D(2, 3, 4), [3, 4], D(3, 4), 0.1),
    case("group_norm", F(2, 4, 3), 2, P(4), F(4)),
    case("group_norm", F(2, 4), 2),
    case("group_norm", F(2, 4, 2, 2), 4, P(4)),
    case("instance_norm", F(2, 3, 4), None, None, None, None, True, 0.1, 1e-5, True),
    case("instance_norm", F(2, 3, 2, 2), P(3), F(3), *STATS, True, 0.1, 1e-5, True),
    case("instance_norm", F(2, 3, 4), P(3), F(3), *STATS, False, 0.1, 1e-5, True),
    case("batch_norm", F(2, 3), None, None, F(4, grad=False), P(3, grad=False), False, 0.1, 1e-5, True),
    case("batch_norm", F(2, 3), F(4), None, *STATS, False, 0.1, 1e-5, True),
    case("batch_norm", F(2, 3), F(3), F(2), *STATS, False, 0.1, 1e-5, True),
    case("batch_norm", F(3), None, None, *STATS, False, 0.1, 1e-5, True),
    case("batch_norm", F(2, 3), None, None, None, None, False, 0.1, 1e-5, True),
    case("batch_norm", I(2, 3), None, None, *STATS, False, 0.1, 1e-5, True),
    case("batch_norm", D(2, 3), None, None, *STATS, False, 0.1, 1e-5, True),
    case("layer_norm", F(2, 3), [4]),
    case("layer_norm", F(2, 3), [2, 4]),
    case("layer_norm", F(2, 3), []),
    case("layer_norm", F(2, 3), [3], F(4)),
    case("layer_norm", F(2, 3), [3], F(3), F(2)),
    case("layer_norm", D(2, 3), [3], F(3)),
    case("layer_norm", I(2, 3), [3]),
    case("rms_norm", F(2, 3), [4]),
    case("rms_norm", F(2, 3), [3], F(4)),
    case("rms_norm", I(2, 3), [3]),
    case("group_norm", F(2, 3), 2),
    case("group_norm", F(2, 4), 2, F(3)),
    case("group_norm", F(2, 4), 2, F(4), F(3)),
    case("group_norm", F(4), 2),
    case("group_norm", F(2, 4), 0),
    case("instance_norm", F(2, 3, 4), None, None, None, None, False, 0.1, 1e-5, True),
]

# Losses between tensors.
for r in (0, 1, 2):
    CASES += [
        case("mse_loss", F(2, 3), F(2, 3), r),
        case("l1_loss", F(2, 3), F(2, 3), r),
        case("smooth_l1_loss", F(2, 3), F(2, 3), r),
        case("huber_loss", F(2, 3), F(2, 3), r, 0.7),
        case("soft_margin_loss", F(2, 3), V([[1.0, -1.0, 1.0], [-1.0, 1.0, 1.0]], grad=False), r),
        case("binary_cross_entropy", U(2, 3), U(2, 3), None, r),
        case("binary_cross_entropy", U(2, 3), U(2, 3), P(2, 3, grad=False), r),
        case("binary_cross_entropy_with_logits", F(2, 3), U(2, 3), None, None, r),
        case("binary_cross_entropy_with_logits", F(2, 3), U(2, 3), P(3, grad=False), P(3, grad=False), r),
        case("nll_loss", F(3, 4), V([0, 3, 1], "int64"), None, r),
        case("nll_loss", F(3, 4), V([0, 3, 1], "int64"), P(4, grad=False), r, 3),
        case("nll_loss2d", F(2, 3, 2, 2), V([[[0, 1], [2, 0]], [[1, 1], [0, 2]]], "int64"), P(3, grad=False), r, 2),
        case("cross_entropy_loss", F(3, 4), V([0, 3, 1], "int64"), None, r),
        case("cross_entropy_loss", F(3, 4), V([0, 3, 1], "int64"), P(4, grad=False), r, 3),
        case("cross_entropy_loss", F(3, 4), V([0, 3, 1], "int64"), None, r, -100, 0.1),
        case("cross_entropy_loss", F(3, 4), V([0, 3, 1], "int64"), P(4, grad=False), r, 3, 0.1),
        case("cross_entropy_loss", F(3, 4), U(3, 4), None, r),
        case("cross_entropy_loss", F(3, 4), U(3, 4), P(4, grad=False), r, -100, 0.2),
        case("cross_entropy_loss", F(2, 3, 2), V([[0, 1], [2, 0]], "int64"), None, r),
        case("cross_entropy_loss", F(2, 3, 2, 2), V([[[0, 1], [2, 0]], [[1, 1], [0, 2]]], "int64"), None, r),
        case("cross_entropy_loss", F(2, 3, 2), U(2, 3, 2), None, r),
        case("multi_margin_loss", F(3, 4), V([0, 3, 1], "int64"), 1, 1, None, r),
        case("multi_margin_loss", F(3, 4), V([0, 3, 1], "int64"), 2, 0.5, P(4, grad=False), r),
        case("multilabel_margin_loss", F(2, 4), V([[3, 0, -1, 1], [1, 2, 3, 0]], "int64"), r),
    ]
CASES += [
    case("mse_loss", F(2, 3), F(3, grad=False)),
    case("smooth_l1_loss", F(2, 3), F(2, 3), 1, 0.5),
    case("smooth_l1_loss", F(2, 3), F(2, 3), 1, 0.0),
    case("cross_entropy_loss", F(4), V(1, "int64")),
    case("cross_entropy_loss", F(4), V([1], "int64")),
    case("cross_entropy_loss", F(4), V(1, "int64"), None, 0),
    case("cross_entropy_loss", F(4), U(4)),
    case("cross_entropy_loss", F(2, 3), V([-100, -100], "int64")),
    case("nll_loss_nd", F(2, 3, 2), V([[0, 1], [2, 0]], "int64"), None, 0),
    case("binary_cross_entropy", V([0.0, 1.0, 0.5], grad=False), V([0.0, 1.0, 1.0], grad=False)),
    case("binary_cross_entropy", V([0.0, 1.0, 0.5], grad=False), V([1.0, 0.0, 1.0], grad=False)),
    case("mse_loss", F(2, 3), F(4)),
    case("mse_loss", I(2, 3), I(2, 3)),
    case("mse_loss", F(2, 3), D(2, 3)),
    case("smooth_l1_loss", F(2, 3), F(3), 1, -1.0),
    case("huber_loss", F(2, 3), F(2, 3), 1, 0.0),
]
CASES += [
    case("cross_entropy_loss", *a)
    for a in [
        (F(2, 3), V([0, 1, 2], "int64")),
        (F(2, 3), V([0, 3], "int64")),
        (F(2, 3), V([0, -1], "int64")),
        (F(2, 3), F(2, grad=False)),
        (F(2, 3), F(2, 4, grad=False)),
        (F(2, 3), V([0, 1], "int32")),
        (F(2, 3), V([[0], [1]], "int64")),
        (F(2, 3), V([[0, 1, 2], [0, 1, 2]], "int64")),
        (F(2, 3), V([0, 1], "int64"), F(4, grad=False)),
        (F(2, 3), U(2, 3), F(4, grad=False)),
        (F(2, 3), V([0, 1], "int64"), D(3, grad=False)),
        (F(2, 3), V([0, 1], "int64"), None, 1, -100, 1.5),
        (F(2, 3), F(2, 3), None, 1, 1),
        (F(2, 3), F(2, 3), None, 1, -100, 2.0),
        (F(2, 3, 4), I(2, 5)),
        (F(2, 3, 4, 4), I(2, 5, 4)),
        (F(2, 3, 4, 4), I(2, 4)),
        (F(3), V([1, 1], "int64")),
        (F(), V(1, "int64")),
        (F(), F()),
    ]
]
CASES += [
    case("nll_loss", I(2, 3), V([0, 1], "int64")),
    case("nll_loss", F(2, 3), V([0, 5], "int64")),
    case("nll_loss2d", F(1, 3, 1, 1), V([[[5]]], "int64")),
    case("binary_cross_entropy", F(2, 3), U(2, 3)),
    case("binary_cross_entropy", U(2, 3), D(2, 3)),
    case("binary_cross_entropy", U(2, 3), I(2, 3)),
    case("binary_cross_entropy", U(2, 3), U(2, 3), F(4)),
    case("binary_cross_entropy_with_logits", F(2, 3), I(2, 3)),
    case("binary_cross_entropy_with_logits", F(2, 3), U(2, 3), None, F(4, grad=False)),
    case("multi_margin_loss", F(2, 3), V([0, 3], "int64")),
    case("multi_margin_loss", F(2, 3), V([0, 1, 2], "int64")),
    case("multi_margin_loss", F(2, 3), F(2, grad=False)),
    case("multilabel_margin_loss", F(2, 3), V([0, 1], "int64")),
    case("multilabel_margin_loss", F(2, 3), V([[0, 3, -1], [0, -1, 1]], "int64")),
]

# Embeddings and dropout.
IDS = V([[0, 3, 1], [3, 3, 2]], "int64")
CASES += [
    case("embedding", F(4, 3), IDS),
    case("embedding", F(4, 3), IDS, 3),
    case("embedding", F(4, 3), IDS, -1, True),
    case("embedding", F(4, 3), V(2, "int64")),
    case("embedding", F(4, 3), V([1, 2], "int32")),
    case("embedding", F(4, 3), F(2, 3, grad=False)),
    case("embedding", F(4, 3), V([5], "int64")),
    case("embedding", F(4, 3), V([-1], "int64")),
    case("embedding", F(4), V([1], "int64")),
    inplace("embedding_renorm", F(4, 3, grad=False), IDS, 1.0, 2.0),
    inplace("embedding_renorm", F(4, 3, grad=False), V([0, 2], "int64"), 0.5, 1.0),
    *[case("embedding_bag", F(4, 3), V([0, 3, 1, 3, 2], "int64"), V([0, 2, 2], "int64"), False, m) for m in (0, 1, 2)],
    case("embedding_bag", F(4, 3), V([0, 3, 1, 3, 2], "int64"), V([0, 2], "int64"), True, 0, False, P(5)),
    case("embedding_bag", F(4, 3), V([0, 3, 1, 3, 2], "int64"), V([0, 2, 5], "int64"), False, 1, False, None, True),
    *[case("embedding_bag.padding_idx", F(4, 3), V([0, 3, 1, 3, 2], "int64"), V([0, 2], "int64"), False, m, False, None, False, 3) for m in (0, 1, 2)],
    case("embedding_bag", F(4, 3), V([1, 2], "int64"), V([1], "int64")),
    case("embedding_bag", F(4, 3), V([1, 9], "int64"), V([0], "int64")),
]
for op in ("dropout", "alpha_dropout", "feature_dropout", "feature_alpha_dropout"):
    CASES += [seeded(3, op, F(3, 4, 2), 0.3, True), case(op, F(3, 4, 2), 0.3, False), case(op, F(3, 4, 2), 0.0, True), case(op, F(3, 4, 2), 1.0, True), case(op, F(3, 4, 2), 1.5, True)]
CASES += [seeded(3, "native_dropout", F(3, 4), 0.3, True), case("feature_dropout", F(3), 0.3, True)]

# Padding, folding, interpolation.
CASES += [
    case("constant_pad_nd", F(2, 3), [1, 2]),
    case("constant_pad_nd", F(2, 3), [1, -1, 0, 2], 1.5),
    case("constant_pad_nd", I(2, 3), [1, 1], 2),
    case("constant_pad_nd", F(2, 3), [-2, -2]),
    case("pad", F(2, 3), [1, 1, 1, 1, 1, 1]),
    case("pad", F(2, 3), [1]),
    case("pad", F(2, 3), [1, 1], "foo"),
    case("pad", F(2, 3), [1, 1], "reflect", 2.0),
    case("pad", F(2, 3), [1, 2]),
    case("pad", F(2, 3), [1, 2], "constant", 0.5),
]
for mode in ("reflect", "replicate", "circular"):
    CASES += [
        case("pad", F(2, 3), [1, 2], mode),
        case("pad", F(1, 2, 4), [2, 0], mode),
        case("pad", F(2, 3, 4), [1, 2, 2, 0], mode),
        case("pad", F(1, 1, 3, 4), [1, -1, 2, 1], mode),
        case("pad", F(1, 2, 3, 2), [1, 1, 1, 0, 1, 1], mode),
        case("pad", F(1, 1, 2, 3, 2), [1, 1, 1, 0, 0, 1], mode),
        case("pad", F(2, 3), [4, 1], mode),
        case("pad", F(1, 2, 3), [1, 3, 1, 1], mode),
        case("pad", F(3), [1, 1], mode),
        case("pad", F(2, 3, 4, 4), [1, 1], mode),
        case("pad", F(2, 3, 4), [1, -5], mode),
        case("pad", F(2, 3, 4, 4), [1, 1, 1, -5], mode),
    ]
CASES += [
    case("im2col", F(2, 2, 4, 5), [2, 3], [1, 1], [0, 1], [1, 2]),
    case("im2col", F(2, 4, 4), [2, 2], [2, 2], [1, 1], [1, 1]),
    case("im2col", F(2, 3), [2, 2], [1, 1], [0, 0], [1, 1]),
    case("im2col", F(1, 2, 3, 4), [5, 5], [1, 1], [0, 0], [1, 1]),
    case("im2col", F(1, 2, 3, 4), [0, 5], [1, 1], [0, 0], [1, 1]),
    case("col2im", F(1, 8, 9), [4, 4], [2, 2], [1, 1], [0, 0], [1, 1]),
    case("col2im", F(8, 4), [4, 4], [2, 2], [1, 1], [0, 0], [2, 2]),
    case("col2im", F(1, 8, 8), [4, 4], [2, 2], [1, 1], [0, 0], [1, 1]),
    case("col2im", F(1, 7, 9), [4, 4], [2, 2], [1, 1], [0, 0], [1, 1]),
    case("pixel_shuffle", F(1, 8, 2, 3), 2),
    case("pixel_shuffle", F(4, 2, 2), 2),
    case("pixel_unshuffle", F(1, 2, 4, 6), 2),
    case("channel_shuffle", F(1, 6, 2, 2), 3),
    case("pixel_shuffle", F(1, 3, 2, 2), 2),
    case("pixel_shuffle", F(3, 2), 2),
    case("pixel_shuffle", F(1, 4, 2, 2), 0),
    case("pixel_unshuffle", F(1, 3, 3, 3), 2),
    case("channel_shuffle", F(1, 3, 2, 2), 2),
    case("channel_shuffle", F(3, 2), 2),
    case("upsample_nearest1d", F(1, 2, 4), [7]),
    case("upsample_nearest2d", F(1, 2, 3, 4), [6, 5]),
    case("upsample_nearest3d", F(1, 1, 2, 3, 2), [3, 3, 4]),
    case("_upsample_nearest_exact2d", F(1, 2, 3, 4), [6, 5]),
    case("upsample_nearest2d", F(1, 2, 3, 4), [7, 9], 2.4, 2.3),
    case("upsample_linear1d", F(1, 2, 4), [7], False),
    case("upsample_linear1d", F(1, 2, 4), [7], True),
    case("upsample_linear1d", F(1, 2, 4), [2], False),
    case("upsample_bilinear2d", F(1, 2, 3, 4), [6, 5], False),
    case("upsample_bilinear2d", F(1, 2, 3, 4), [6, 5], True),
    case("upsample_bilinear2d", F(1, 2, 3, 4), [7, 9], False, 2.4, 2.3),
    case("upsample_trilinear3d", F(1, 1, 2, 3, 2), [3, 3, 4], False),
    case("upsample_bicubic2d", F(1, 2, 3, 4), [6, 5], False),
    case("upsample_bicubic2d", F(1, 2, 3, 4), [6, 5], True),
    case("_upsample_bilinear2d_aa", F(1, 2, 6, 5), [3, 4], False),
    case("_upsample_bicubic2d_aa", F(1, 2, 6, 5), [3, 4], False),
    case("_upsample_bicubic2d_aa", F(1, 2, 3, 3), [5, 4], False),
    case("_upsample_lanczos2d_aa", F(1, 2, 6, 5), [3, 4], False),
    case("upsample_nearest2d.vec", F(1, 2, 3, 4), None, [2.0, 2.0]),
    case("upsample_bilinear2d.vec", F(1, 2, 3, 4), None, False, [2.0, 1.5]),
    case("upsample_bilinear2d.vec", F(1, 2, 3, 4), [5, 5], True, None),
    case("upsample_nearest2d", F(2, 3, 4, 4), [0, 0]),
    case("upsample_bilinear2d", I(2, 3, 4, 4), [3, 3], False),
    case("upsample_nearest2d", F(2, 3, 4), [3, 3]),
]

# Sampling grids.
for mode in (0, 1, 2):
    for pad in (0, 1, 2):
        N = D if mode == 2 else F
        CASES += [case("grid_sampler", N(1, 2, 3, 4), N(1, 2, 3, 2), mode, pad, False), case("grid_sampler", N(1, 2, 3, 4), N(1, 2, 3, 2), mode, pad, True)]
CASES += [
    case("grid_sampler", F(1, 2, 2, 3, 4), F(1, 2, 2, 2, 3), 0, 0, False),
    case("grid_sampler", F(1, 2, 2, 3, 4), F(1, 2, 2, 2, 3), 1, 2, True),
    case("grid_sampler", F(2, 3, 4), F(2, 3, 4, 2), 0, 0, False),
    case("grid_sampler", F(2, 3, 4, 4), F(3, 3, 4, 2), 0, 0, False),
    case("grid_sampler", F(2, 3, 4, 4), F(2, 3, 4, 3), 0, 0, False),
    case("grid_sampler", F(2, 3, 4, 4, 4), F(2, 3, 4, 2, 3), 2, 0, False),
    case("grid_sampler", F(2, 3, 4, 4), D(2, 3, 4, 2), 0, 0, False),
    case("affine_grid_generator", F(2, 2, 3), [2, 1, 3, 4], False),
    case("affine_grid_generator", F(2, 2, 3), [2, 1, 3, 4], True),
    case("affine_grid_generator", F(1, 3, 4), [1, 1, 2, 3, 2], False),
]

# Attention.
CASES += [
    case("scaled_dot_product_attention", F(2, 2, 3, 4), F(2, 2, 5, 4), F(2, 2, 5, 4)),
    case("scaled_dot_product_attention", F(1, 2, 3, 4), F(1, 2, 3, 4), F(1, 2, 3, 4), None, 0.0, True),
    case("scaled_dot_product_attention", F(1, 2, 3, 4), F(1, 2, 3, 4), F(1, 2, 3, 4), B(3, 3)),
    case("scaled_dot_product_attention", F(1, 2, 3, 4), F(1, 2, 3, 4), F(1, 2, 3, 4), F(3, 3, grad=False)),
    case("scaled_dot_product_attention", F(1, 2, 3, 4), F(1, 2, 3, 4), F(1, 2, 3, 4), F(3, 3)),
    case("scaled_dot_product_attention", F(1, 2, 3, 4), F(1, 2, 3, 4), F(1, 2, 3, 4), F(1, 2, 3, 3, grad=False), 0.0, False, scale=0.7),
    case("scaled_dot_product_attention", F(2, 3, 4), F(2, 5, 4), F(2, 5, 4)),
    case("scaled_dot_product_attention", F(3, 4), F(5, 4), F(5, 4)),
    case("scaled_dot_product_attention", F(2, 3, 4), F(2, 3, 4), F(2, 3, 4), None, 0.0, True),
    case("scaled_dot_product_attention", F(1, 2, 3, 4), F(1, 2, 3, 4), F(1, 2, 3, 5)),
    case("scaled_dot_product_attention", D(1, 2, 3, 4), D(1, 2, 3, 4), D(1, 2, 3, 4)),
    case("scaled_dot_product_attention", F(1, 4, 3, 4), F(1, 2, 3, 4), F(1, 2, 3, 4), enable_gqa=True),
    case("scaled_dot_product_attention", F(1, 2, 3, 4), F(1, 2, 3, 4), F(1, 2, 3, 4), B(3, 3), 0.0, True),
    case("scaled_dot_product_attention", F(2, 1, 3, 4), F(2, 1, 3, 5), F(2, 1, 3, 5)),
    case("scaled_dot_product_attention", F(2, 1, 3, 4), F(2, 1, 3, 4), F(2, 1, 3, 4), F(2, 3, grad=False)),
    case("scaled_dot_product_attention", F(2, 1, 3, 4), F(2, 1, 3, 4), F(2, 1, 3, 4), I(3, 3)),
    case("scaled_dot_product_attention", F(3), F(3), F(3)),
    case("scaled_dot_product_attention", F(1, 1, 3, 4), D(1, 1, 3, 4), F(1, 1, 3, 4)),
    seeded(5, "scaled_dot_product_attention", F(1, 2, 3, 4), F(1, 2, 3, 4), F(1, 2, 3, 4), None, 0.4),
]

# Recurrent layers.
W = lambda gates, i=3, h=2: [F(gates * h, i), F(gates * h, h), F(gates * h), F(gates * h)]
for op, g in (("gru.input", 3), ("rnn_tanh.input", 1), ("rnn_relu.input", 1)):
    CASES += [
        case(op, F(3, 2, 3), F(1, 2, 2), W(g), True, 1, 0.0, False, False, False),
        case(op, F(2, 3, 3), F(1, 2, 2), W(g)[:2], False, 1, 0.0, False, False, True),
        case(op, F(2, 1, 3), F(4, 1, 2), W(g) + W(g) + W(g, 4) + W(g, 4), True, 2, 0.0, True, True, False),
    ]
CASES += [
    case("lstm.input", F(3, 2, 3), [F(1, 2, 2), F(1, 2, 2)], W(4), True, 1, 0.0, False, False, False),
    case("lstm.input", F(2, 3, 3), [F(1, 2, 2), F(1, 2, 2)], W(4)[:2], False, 1, 0.0, False, False, True),
    case("lstm.input", F(2, 1, 3), [F(4, 1, 2), F(4, 1, 2)], W(4) + W(4) + W(4, 4) + W(4, 4), True, 2, 0.0, True, True, False),
    case("lstm.input", D(2, 1, 3), [D(1, 1, 2), D(1, 1, 2)], [D(8, 3), D(8, 2), D(8), D(8)], True, 1, 0.0, False, False, False),
    case("lstm.input", F(2, 1, 3), [F(1, 1, 2), F(1, 1, 4)], [F(16, 3), F(16, 2), F(16), F(16), F(2, 4)], True, 1, 0.0, False, False, False),
    case("lstm.data", F(5, 3), V([3, 2], "int64"), [F(1, 3, 2), F(1, 3, 2)], W(4), True, 1, 0.0, False, False),
    case("gru.data", F(5, 3), V([3, 2], "int64"), F(2, 3, 2), W(3) + W(3), True, 1, 0.0, False, True),
    case("lstm_cell", F(2, 3), [F(2, 2), F(2, 2)], *W(4)),
    case("gru_cell", F(2, 3), F(2, 2), *W(3)),
    case("rnn_tanh_cell", F(2, 3), F(2, 2), *W(1)),
    case("rnn_relu_cell", F(2, 3), F(2, 2), *W(1)[:2]),
    case("lstm_cell", F(2, 4), [F(2, 2), F(2, 2)], *W(4)),
    case("gru_cell", F(2, 3), F(3, 2), *W(3)),
    case("gru_cell", F(2, 3), F(2, 3), *W(3)),
    case("lstm.input", F(3, 2, 3), [F(2, 2), F(1, 2, 2)], W(4), True, 1, 0.0, False, False, False),
    case("lstm.input", F(3, 2, 3), [F(2, 2, 2), F(1, 2, 2)], W(4), True, 1, 0.0, False, False, False),
    case("gru.input", D(3, 2, 3), F(1, 2, 2), W(3), True, 1, 0.0, False, False, False),
    seeded(2, "gru.input", F(2, 2, 3), F(2, 2, 2), W(3) + W(3, 2), True, 2, 0.5, True, False, False),
    seeded(2, "lstm.input", F(2, 2, 3), [F(2, 2, 2), F(2, 2, 2)], W(4) + W(4, 2), True, 2, 0.5, True, False, False),
]

# Distances and the losses built on them.
CASES += [
    case("bilinear", F(2, 3), F(2, 4), F(5, 3, 4), F(5)),
    case("bilinear", F(2, 2, 3), F(2, 2, 4), F(5, 3, 4)),
    case("bilinear", F(2, 3), F(2, 3), F(4, 3, 4)),
    case("bilinear", F(2, 3), F(3, 3), F(4, 3, 3)),
    case("pairwise_distance", F(2, 3), F(2, 3)),
    case("pairwise_distance", F(2, 3), F(3), 1.0, 1e-6, True),
    case("pdist", F(4, 3)),
    case("pdist", F(4, 3), 1.0),
    case("pdist", F(4, 3), INF),
    case("pdist", F(4, 3), 3.0),
    case("pdist", F(4)),
    case("cosine_similarity", F(2, 3), F(2, 3)),
    case("cosine_similarity", F(2, 3), F(3), 0),
    case("cosine_similarity", F(2, 3), F(2, 4)),
    case("cosine_similarity", F(2, 3), F(2, 3), 2),
    case("cosine_similarity", I(2, 3), I(2, 3)),
    case("_weight_norm", F(4, 3), F(4, 1)),
    case("_weight_norm", F(4, 3, 2), F(1, 1, 2), 2),
    case("_weight_norm", F(4, 3, 2), F(1, 3, 1), 1),
    case("norm_except_dim", F(4, 3, 2), 2, 1),
    case("kl_div", F(2, 4), F(2, 3)),
    case("hinge_embedding_loss", F(2, 3), F(2, 4)),
    case("margin_ranking_loss", F(2), F(3), F(2)),
    case("cosine_embedding_loss", F(2, 3), F(2, 3), F(2, 3, grad=False)),
    case("cosine_embedding_loss", F(3), F(3), F(2, grad=False)),
    case("cosine_embedding_loss", F(2, 3), F(2, 3), V(1, "int64")),
    case("triplet_margin_loss", F(2, 3), F(2, 3), F(3)),
]
SIGN = V([1.0, -1.0, 1.0], grad=False)
LOGP = T((5, 2, 4), "f")
for r in (0, 1, 2):
    CASES += [
        case("kl_div", F(2, 3), U(2, 3), r),
        case("kl_div", F(2, 3), F(2, 3), r, log_target=True),
        case("poisson_nll_loss", F(2, 3), P(2, 3), True, False, 1e-8, r),
        case("poisson_nll_loss", P(2, 3), P(2, 3), False, True, 1e-8, r),
        case("hinge_embedding_loss", F(3), SIGN, 1.0, r),
        case("margin_ranking_loss", F(3), F(3), SIGN, 0.3, r),
        case("cosine_embedding_loss", F(3, 4), F(3, 4), SIGN, 0.1, r),
        case("triplet_margin_loss", F(3, 4), F(3, 4), F(3, 4), 1.0, 2.0, 1e-6, False, r),
        case("triplet_margin_loss", F(3, 4), F(3, 4), F(3, 4), 1.0, 2.0, 1e-6, True, r),
        case("ctc_loss.IntList", LOGP, V([[1, 2], [3, 3]], "int64"), [5, 4], [2, 2], 0, r),
        case("ctc_loss.IntList", LOGP, V([1, 2, 3, 3], "int64"), [5, 4], [2, 2], 0, r),
        case("ctc_loss.Tensor", LOGP, V([[1, 2], [3, 3]], "int64"), V([5, 2], "int64"), V([1, 2], "int64"), 0, r, True),
        case("ctc_loss.IntList", F(5, 4), V([1, 2], "int64"), [5], [2], 0, r),
    ]
CASES += [
    case("cosine_embedding_loss", F(4), F(4), V(1, "int64")),
    case("ctc_loss.IntList", LOGP, V([[1, 2], [3, 3]], "int64"), [5, 5], [2, 9]),
    case("ctc_loss.IntList", LOGP, V([[1, 2], [3, 3]], "int64"), [5, 6], [2, 2]),
    case("ctc_loss.IntList", LOGP, V([[1, 2], [3, 3]], "int64"), [5, 5, 5], [2, 2]),
    case("ctc_loss.IntList", LOGP, V([[1, 2], [3, 3]], "int64"), [5, 5], [2, 2], 9),
    case("ctc_loss.Tensor", LOGP, V([[1, 2], [3, 3]], "int64"), F(2, grad=False), V([1, 2], "int64")),
]
CASES += [
    case("_pack_padded_sequence", F(3, 2, 2), V([3, 2], "int64"), False),
    case("_pack_padded_sequence", F(2, 3, 2), V([2, 1], "int64"), True),
    case("_pack_padded_sequence", F(3, 2, 2), V([2, 3], "int64"), False),
    case("_pack_padded_sequence", F(3, 2, 2), V([3, 2, 1], "int64"), False),
    case("_pack_padded_sequence", F(3, 2, 2), V([3, 0], "int64"), False),
    case("_pad_packed_sequence", F(5, 2), V([2, 2, 1], "int64"), False, 0.5, -1),
    case("_pad_packed_sequence", F(5, 2), V([2, 2, 1], "int64"), True, 0.0, 4),
    case("_pad_packed_sequence", F(5, 2), V([2, 2, 1], "int64"), True, 0.0, 2),
]
