"""torch._higher_order_ops.associative_scan: one step after the other, which gives what PyTorch's tree of pairs gives up to rounding."""
import torch
from torch.utils import _pytree


def associative_scan(combine_fn, xs, dim, reverse=False, combine_mode="pointwise"):
    leaves, spec = _pytree.tree_flatten(xs)
    slices = [_pytree.tree_unflatten([t.select(dim, i) for t in leaves], spec) for i in range(leaves[0].size(dim))]
    if reverse:
        slices = slices[::-1]
    out = slices[:1]
    for part in slices[1:]:
        out.append(combine_fn(out[-1], part))
    if reverse:
        out = out[::-1]
    rows = zip(*[_pytree.tree_flatten(part)[0] for part in out])
    return _pytree.tree_unflatten([torch.stack(row, dim) for row in rows], spec)
