"""torch.autograd.gradcheck: analytical Jacobians against finite differences, entry by entry."""
import warnings
from itertools import product

import torch
import _gradsight

__all__ = ["gradcheck", "gradgradcheck", "GradcheckError"]


class GradcheckError(RuntimeError):
    """Raised where a derivative is wrong."""


def _tensors(x):
    return (x,) if isinstance(x, torch.Tensor) else tuple(x)


def _checked(x):
    return isinstance(x, torch.Tensor) and x.requires_grad and (x.is_floating_point() or x.is_complex())


def _outputs(fn, inputs):
    out = fn(*inputs)
    return tuple(t for t in _tensors(out) if isinstance(t, torch.Tensor) and t.is_floating_point())


def _numerical(fn, inputs, x, eps):
    """One Jacobian for each output: rows are the input's entries."""
    base = _outputs(fn, inputs)
    found = [torch.zeros(x.numel(), o.numel(), dtype=o.dtype) for o in base]
    # `.data` has a version counter of its own: what the analytical pass saved stays valid.
    data = x.data
    for i, at in enumerate(product(*[range(n) for n in x.size()])):
        kept = data[at].item()
        data[at] = kept - eps
        below = [o.detach().clone() for o in _outputs(fn, inputs)]
        data[at] = kept + eps
        above = [o.detach().clone() for o in _outputs(fn, inputs)]
        data[at] = kept
        for j, (a, b) in enumerate(zip(below, above)):
            found[j][i] = ((b - a) / (2 * eps)).reshape(-1)
    return found


def _analytical(out, x):
    found = torch.zeros(x.numel(), out.numel(), dtype=x.dtype)
    seed = torch.zeros_like(out)
    flat = seed.view(-1)
    for j in range(out.numel()):
        flat.zero_()
        flat[j] = 1
        (g,) = torch.autograd.grad(out, (x,), seed, retain_graph=True, allow_unused=True)
        if g is not None:
            found[:, j] = g.reshape(-1)
    return found


def _check(fn, inputs, eps, atol, rtol):
    wanted = [(i, x) for i, x in enumerate(inputs) if _checked(x)]
    if not wanted:
        raise ValueError("gradcheck expects at least one input tensor to require gradient, but none of them have requires_grad=True.")
    for i, x in wanted:
        if x.dtype not in (torch.float64, torch.complex128):
            warnings.warn(f"Input #{i} requires gradient and is not a double precision floating point or complex. This check will likely fail if all the inputs are not of double precision floating point or complex. ", stacklevel=4)
    outputs = _outputs(fn, inputs)
    numerical = [_numerical(fn, inputs, x, eps) for _, x in wanted]
    for j, out in enumerate(outputs):
        if not out.requires_grad:
            for k in range(len(wanted)):
                flat = torch.all(numerical[k][j] == 0).item()
                if not _gradsight.is_unknown(flat) and not flat:
                    raise GradcheckError("Numerical gradient for function expected to be zero")
            continue
        for k, (i, x) in enumerate(wanted):
            a, n = _analytical(out, x), numerical[k][j]
            close = torch.allclose(a, n.to(a.dtype), rtol, atol)
            if not _gradsight.is_unknown(close) and not close:
                raise GradcheckError(f"Jacobian mismatch for output {j} with respect to input {i},\nnumerical:{n}\nanalytical:{a}\n")
    return True


def gradcheck(func, inputs, *, eps=1e-6, atol=1e-5, rtol=1e-3, raise_exception=True, nondet_tol=0.0, check_undefined_grad=True, check_grad_dtypes=False, check_batched_grad=False, check_batched_forward_grad=False, check_forward_ad=False, check_backward_ad=True, fast_mode=False, masked=None):
    inputs = _tensors(inputs)
    try:
        return _check(func, inputs, eps, atol, rtol)
    except GradcheckError:
        if raise_exception:
            raise
        return False


def gradgradcheck(func, inputs, grad_outputs=None, *, eps=1e-6, atol=1e-5, rtol=1e-3, gen_non_contig_grad_outputs=False, raise_exception=True, nondet_tol=0.0, check_undefined_grad=True, check_grad_dtypes=False, check_batched_grad=False, check_fwd_over_rev=False, check_rev_over_rev=True, fast_mode=False, masked=False):
    inputs = _tensors(inputs)
    if grad_outputs is None:
        seeds = tuple(torch.ones_like(o).requires_grad_() for o in _outputs(func, inputs) if o.requires_grad)
    else:
        seeds = _tensors(grad_outputs)
    count = len(seeds)

    def gradients(*args):
        given = args[:-count]
        outputs = tuple(o for o in _outputs(func, given) if o.requires_grad)
        wanted = tuple(x for x in given if _checked(x))
        return torch.autograd.grad(outputs, wanted, args[-count:], create_graph=True, allow_unused=True)

    return gradcheck(gradients, inputs + seeds, eps=eps, atol=atol, rtol=rtol, raise_exception=raise_exception)
