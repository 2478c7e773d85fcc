"""torch.masked: reductions and normalisations that leave masked-out elements aside, by writing the reduction's identity over them."""
import torch

_inf = float("inf")


def _mask_like(input, mask):
    if mask.dim() > input.dim():
        raise IndexError("_output_mask expected broadcastable mask (got mask dimensionality higher than of the input)")
    if mask.shape != input.shape:
        mask = torch.broadcast_to(mask.clone(), input.shape)
    if mask.dtype != torch.bool:
        mask = mask != 0
    return mask


def _filled(input, mask, fill):
    if mask is None:
        return input
    return torch.where(_mask_like(input, mask), input, torch.tensor(fill, dtype=input.dtype))


def _typed(input, dtype, integers=None):
    if dtype is None:
        dtype = input.dtype
        if integers is not None and not (input.is_floating_point() or input.is_complex()):
            dtype = integers
    return input if input.dtype == dtype else input.to(dtype=dtype)


def _dims(dim, rank):
    if rank == 0 and dim is None:
        return (0,)
    if dim is None or (isinstance(dim, tuple) and len(dim) == 0):
        return tuple(range(rank)) if rank else (0,)
    dims = dim if isinstance(dim, (tuple, list)) else (dim,)
    out = []
    for d in dims:
        n = max(rank, 1)
        if d < -n or d >= n:
            raise IndexError(f"Dimension out of range (expected to be in range of [{-n}, {n - 1}], but got {d})")
        d = d % n
        if d in out:
            raise RuntimeError(f"dim={d} appears multiple times in the list of dims")
        out.append(d)
    return tuple(sorted(out))


def sum(input, dim=None, *, keepdim=False, dtype=None, mask=None):
    x = _filled(_typed(input, dtype, torch.int64), mask, 0)
    return torch.sum(x, _dims(dim, input.dim()), bool(keepdim), dtype=x.dtype)


def prod(input, dim=None, *, keepdim=False, dtype=None, mask=None):
    x = _filled(_typed(input, dtype, torch.int64), mask, 1)
    result = x
    for d in reversed(() if input.dim() == 0 and dim in (None, ()) else _dims(dim, input.dim())):
        result = result.prod(dim=d, keepdim=bool(keepdim))
    return result.to(dtype=x.dtype)


def cumsum(input, dim, *, dtype=None, mask=None):
    x = _filled(_typed(input, dtype, torch.int64), mask, 0)
    return torch.cumsum(x, _dims(dim, input.dim())[0] if input.dim() else 0, dtype=x.dtype)


def cumprod(input, dim, *, dtype=None, mask=None):
    x = _filled(_typed(input, dtype, torch.int64), mask, 1)
    return torch.cumprod(x, _dims(dim, input.dim())[0] if input.dim() else 0, dtype=x.dtype)


def _lowest(dtype, sign):
    if dtype.is_floating_point:
        return sign * _inf
    limits = torch.iinfo(dtype)
    return limits.max if sign > 0 else limits.min


def amax(input, dim=None, *, keepdim=False, dtype=None, mask=None):
    x = _typed(input, dtype)
    return torch.amax(_filled(x, mask, _lowest(x.dtype, -1)), _dims(dim, input.dim()), bool(keepdim)).to(dtype=x.dtype)


def amin(input, dim=None, *, keepdim=False, dtype=None, mask=None):
    x = _typed(input, dtype)
    return torch.amin(_filled(x, mask, _lowest(x.dtype, 1)), _dims(dim, input.dim()), bool(keepdim)).to(dtype=x.dtype)


def argmax(input, dim=None, *, keepdim=False, dtype=None, mask=None):
    x = _typed(input, dtype)
    return torch.argmax(_filled(x, mask, _lowest(x.dtype, -1)), dim, bool(keepdim)).to(dtype=x.dtype)


def argmin(input, dim=None, *, keepdim=False, dtype=None, mask=None):
    x = _typed(input, dtype)
    return torch.argmin(_filled(x, mask, _lowest(x.dtype, 1)), dim, bool(keepdim)).to(dtype=x.dtype)


def _count(input, dim, keepdim, mask):
    ones = torch.ones(input.shape, dtype=torch.int64)
    return sum(ones, dim, keepdim=keepdim, dtype=torch.int64, mask=mask)


def mean(input, dim=None, *, keepdim=False, dtype=None, mask=None):
    x = _typed(input, dtype)
    if not (x.is_floating_point() or x.is_complex()):
        raise ValueError("mean: expected a floating point or complex dtype")
    return sum(x, dim, keepdim=keepdim, mask=mask) / _count(x, dim, keepdim, mask)


def median(input, dim=-1, *, keepdim=False, dtype=None, mask=None):
    x = _typed(input, dtype)
    dims = _dims(dim, input.dim())
    d = int(dims[0]) if dims else 0
    if not x.is_floating_point():
        raise ValueError(f"input with no masked out elements should be floating point, got {x.dtype}")
    return torch.nanmedian(_filled(x, mask, float("nan")), d, bool(keepdim)).values


def logsumexp(input, dim=None, *, keepdim=False, dtype=None, mask=None):
    x = _typed(input, dtype)
    return torch.logsumexp(_filled(x, mask, _lowest(x.dtype, -1)), _dims(dim, input.dim()), keepdim=bool(keepdim)).to(dtype=x.dtype)


def logaddexp(input, other, *, dtype=None, input_mask=None, other_mask=None):
    x, y = _typed(input, dtype), _typed(other, dtype)
    return torch.logaddexp(_filled(x, input_mask, -_inf), _filled(y, other_mask, -_inf)).to(dtype=x.dtype)


def norm(input, ord=2.0, dim=None, *, keepdim=False, dtype=None, mask=None):
    x = _filled(_typed(input, dtype), mask, _inf if ord < 0 else 0)
    return torch.linalg.vector_norm(x, ord, _dims(dim, input.dim()), bool(keepdim), dtype=x.dtype)


def _variance(input, dim, unbiased, correction, keepdim, dtype, mask):
    if unbiased is not None and correction is not None:
        raise RuntimeError("Only one of unbiased and correction may be given")
    if correction is None:
        correction = 1 if unbiased or unbiased is None else 0
    x = _typed(input, dtype, torch.float32)
    count = _count(x, dim, True, mask)
    centre = torch.divide(sum(x, dim, keepdim=True, mask=mask), count)
    off = torch.subtract(x, centre)
    total = sum(off * off.conj(), dim, keepdim=keepdim, dtype=x.dtype, mask=mask)
    if not keepdim:
        count = count.reshape(total.shape)
    if correction != 0:
        real = total.real.dtype if total.is_complex() else total.dtype
        count = torch.subtract(count.to(real), correction)
        count = torch.maximum(count, count.new_zeros([]))
    return torch.divide(total, count).to(dtype=x.dtype)


def var(input, dim=None, unbiased=None, *, correction=None, keepdim=False, dtype=None, mask=None):
    return _variance(input, dim, unbiased, correction, keepdim, dtype, mask)


def std(input, dim=None, unbiased=None, *, correction=None, keepdim=False, dtype=None, mask=None):
    return torch.sqrt(_variance(input, dim, unbiased, correction, keepdim, dtype, mask))


def softmax(input, dim, *, dtype=None, mask=None):
    x = _typed(input, dtype, torch.get_default_dtype())
    return torch.nn.functional.softmax(_filled(x, mask, -_inf), _dims(dim, input.dim())[0] if input.dim() else 0, dtype=x.dtype)


def log_softmax(input, dim, *, dtype=None, mask=None):
    x = _typed(input, dtype, torch.get_default_dtype())
    return torch.nn.functional.log_softmax(_filled(x, mask, -_inf), _dims(dim, input.dim())[0] if input.dim() else 0, dtype=x.dtype)


def softmin(input, dim, *, dtype=None, mask=None):
    x = _typed(input, dtype, torch.get_default_dtype())
    return torch.nn.functional.softmin(_filled(x, mask, _inf), _dims(dim, input.dim())[0] if input.dim() else 0, dtype=x.dtype)


def normalize(input, ord, dim, *, eps=1e-12, dtype=None, mask=None):
    x = _typed(input, dtype, torch.get_default_dtype())
    length = norm(x, ord, _dims(dim, input.dim())[0] if input.dim() else 0, keepdim=True, mask=mask)
    return torch.divide(_filled(x, mask, 0), torch.maximum(length, length.new_full([], eps)))
