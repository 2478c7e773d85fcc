"""vmap: the function on every slice, one after the other, and the results stacked."""
import contextlib
import io
from functools import wraps

import torch
import _gradsight

_STREAM = io.StringIO()


class transform:
    """While it is entered a transform of torch.func is under way; randomness may be refused."""

    def __init__(self, forbids_random=False):
        self.forbids_random = forbids_random

    def __enter__(self):
        self.leave = _gradsight.transform(self.forbids_random)

    def __exit__(self, *args):
        self.leave()


def _name(func):
    return func.__name__ if hasattr(func, "__name__") else repr(func)


def _spec(x):
    """Structure of arguments as messages show it."""
    if not isinstance(x, (tuple, list)):
        return "*"
    return f"TreeSpec({type(x).__name__}, None, [{(',' + chr(10) + '  ').join(map(_spec, x))}])"


def _dims_of(x, dim):
    """What each part of a container is mapped over."""
    if isinstance(x, dict):
        return [(v, dim[k] if isinstance(dim, dict) else dim) for k, v in x.items()]
    return [(v, dim[i] if isinstance(dim, (tuple, list)) else dim) for i, v in enumerate(x)]


def _sizes(x, dim, of):
    if isinstance(x, (dict, tuple, list)):
        return [s for v, d in _dims_of(x, dim) for s in _sizes(v, d, of)]
    if dim is None:
        return []
    if not isinstance(x, torch.Tensor):
        raise ValueError(f"{of}: Got in_dim={dim} for an input but the input is of type {type(x)}. We cannot vmap over non-Tensor arguments, please use None as the respective in_dim")
    if not -x.dim() <= dim < x.dim():
        raise ValueError(f"{of}: Got in_dim={dim} for some input, but that input is a Tensor of dimensionality {x.dim()} so expected in_dim to satisfy -{x.dim()} <= in_dim < {x.dim()}.")
    return [x.size(dim)]


def _at(x, dim, i):
    if isinstance(x, dict):
        return {k: _at(v, d, i) for k, (v, d) in zip(x, _dims_of(x, dim))}
    if isinstance(x, (tuple, list)):
        items = [_at(v, d, i) for v, d in _dims_of(x, dim)]
        return type(x)(*items) if hasattr(x, "_fields") else type(x)(items)
    return x.select(dim, i) if isinstance(x, torch.Tensor) and dim is not None else x


def _stacked(outs, dim, name):
    """Outputs of single calls as one output of the same structure."""
    first = outs[0]
    if isinstance(first, dict):
        return {k: _stacked([o[k] for o in outs], dim[k] if isinstance(dim, dict) else dim, name) for k in first}
    if isinstance(first, (tuple, list)):
        dims = dim if isinstance(dim, (tuple, list)) else (dim,) * len(first)
        items = [_stacked([o[i] for o in outs], d, name) for i, d in enumerate(dims)]
        return type(first)(*items) if hasattr(first, "_fields") else type(first)(items)
    if not isinstance(first, torch.Tensor):
        if dim is None:
            return first
        raise ValueError(f"vmap({name}, ...): `{name}` must only return Tensors, got type {type(first)}. Did you mean to set out_dims= to None for output?")
    if dim is None:
        return first
    return torch.stack(outs, dim)


def _check_out_dims(out, dims, name):
    many = isinstance(out, (tuple, list))
    if isinstance(dims, (tuple, list)) and not (len(dims) == len(out) if many else len(dims) == 1):
        raise ValueError(f"vmap({name}, ..., out_dims={dims})(<inputs>): out_dims is not compatible with the structure of `outputs`. out_dims has structure {_spec(dims)} but outputs has structure {_spec(out)}.")


def vmap(func, in_dims=0, out_dims=0, randomness="error", *, chunk_size=None):
    if randomness not in ("error", "different", "same"):
        raise RuntimeError(f"Only allowed values for randomness are 'error', 'different', or 'same'. Got {randomness}")

    @wraps(func)
    def wrapper(*args, **kwargs):
        name = _name(func)
        of = f"vmap({name}, in_dims={in_dims}, ...)(<inputs>)"
        if not isinstance(in_dims, (int, tuple, list)):
            raise ValueError(f"{of}: expected `in_dims` to be int or a (potentially nested) tuple matching the structure of inputs, got: {type(in_dims)}.")
        if len(args) == 0 and len(kwargs) == 0:
            raise ValueError(f"vmap({name})(<inputs>): got no inputs. Maybe you forgot to add inputs, or you are trying to vmap over a function with no inputs. The latter is unsupported.")
        dims = (in_dims,) * len(args) if isinstance(in_dims, int) else tuple(in_dims)
        if len(dims) != len(args):
            raise ValueError(f"{of}: in_dims is not compatible with the structure of `inputs`. in_dims has structure {_spec(in_dims)} but inputs has structure {_spec(args)}.")
        sizes = _sizes(args, dims, of) + _sizes(kwargs, 0, of)
        if not sizes:
            raise ValueError(f"{of}: got no mapped inputs")
        for size in sizes[1:]:
            if size != sizes[0]:
                raise ValueError(f"vmap: Expected all tensors to have the same size in the mapped dimension, got sizes {sizes} for the mapped dimension")
        state = torch.get_rng_state() if randomness == "same" else None
        outs = []
        for i in range(sizes[0]):
            if state is not None:
                torch.set_rng_state(state)
            # The function is called once, on all slices together: what it prints is printed once.
            with transform(randomness == "error"), contextlib.nullcontext() if i == 0 else contextlib.redirect_stdout(_STREAM):
                outs.append(func(*[_at(a, d, i) for a, d in zip(args, dims)], **_at(kwargs, 0, i)))
        _check_out_dims(outs[0], out_dims, name)
        dims = out_dims[0] if isinstance(out_dims, (tuple, list)) and not isinstance(outs[0], (tuple, list)) else out_dims
        return _stacked(outs, dims, name)

    return wrapper
