"""Functions of torch that are Python there as well: they read their arguments and call operators."""
import torch

_MODES = {"use_mm_for_euclid_dist_if_necessary": None, "use_mm_for_euclid_dist": 1, "donot_use_mm_for_euclid_dist": 2}


def cdist(x1, x2, p=2.0, compute_mode="use_mm_for_euclid_dist_if_necessary"):
    if compute_mode not in _MODES:
        raise ValueError(f"{compute_mode} is not a valid value for compute_mode")
    return torch.ops.aten.cdist(x1, x2, p, _MODES[compute_mode])


def lu(A, pivot=True, get_infos=False, out=None):
    data, pivots, infos = torch.ops.aten._lu_with_info(A, pivot, not get_infos)
    return (data, pivots, infos) if get_infos else (data, pivots)


def unravel_index(indices, shape):
    if not isinstance(indices, torch.Tensor):
        raise TypeError(f"unravel_index(): argument 'indices' must be Tensor, not {type(indices).__name__}")
    if indices.is_floating_point() or indices.is_complex() or indices.dtype == torch.bool:
        raise ValueError(f"expected 'indices' to be integer dtype, but got {indices.dtype}")
    if isinstance(shape, int):
        shape = (shape,)
    if any(d < 0 for d in shape):
        raise ValueError(f"'shape' cannot have negative values, but got {tuple(shape)}")
    strides = [1]
    for d in reversed(shape[1:]):
        strides.insert(0, strides[0] * d)
    strides = torch.tensor(strides, dtype=torch.int64)
    sizes = torch.tensor(shape, dtype=torch.int64)
    return (indices.unsqueeze(-1).floor_divide(strides) % sizes).unbind(-1)


def dsmm(input, mat2):
    return torch.mm(input, mat2)
