"""torch.nn.utils."""
import warnings

import torch
import _gradsight
from torch.nn.utils.convert_parameters import parameters_to_vector, vector_to_parameters
import torch.nn.utils.rnn
import torch.nn.utils.parametrize
import torch.nn.utils.parametrizations
import torch.nn.utils.prune
from torch.nn.utils.norms import weight_norm, remove_weight_norm, spectral_norm, remove_spectral_norm


def _list(parameters):
    return [parameters] if isinstance(parameters, torch.Tensor) else list(parameters)


def _total_norm(grads, norm_type):
    norms = [torch.linalg.vector_norm(g, norm_type) for g in grads]
    return torch.linalg.vector_norm(torch.stack(norms), norm_type)


def get_total_norm(tensors, norm_type=2.0, error_if_nonfinite=False, foreach=None):
    tensors = _list(tensors)
    with torch.no_grad():
        if len(tensors) == 0:
            return torch.tensor(0.0)
        return _total_norm(tensors, float(norm_type))


def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False, foreach=None):
    parameters = _list(parameters)
    grads = [p.grad for p in parameters if p.grad is not None]
    max_norm = float(max_norm)
    norm_type = float(norm_type)
    with torch.no_grad():
        if len(grads) == 0:
            return torch.tensor(0.0)
        total = _total_norm(grads, norm_type)
        if error_if_nonfinite and torch.logical_or(total.isnan(), total.isinf()):
            raise RuntimeError(
                f"The total norm of order {norm_type} for gradients from `parameters` is non-finite, so it cannot be clipped. To disable this error and scale the gradients by the non-finite norm anyway, set `error_if_nonfinite=False`"
            )
        coefficient = torch.clamp(max_norm / (total + 1e-6), max=1.0)
        for g in grads:
            g.mul_(coefficient)
    return total




def clip_grad_norm(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False, foreach=None):
    warnings.warn("`torch.nn.utils.clip_grad_norm` is now deprecated in favor of `torch.nn.utils.clip_grad_norm_`.", FutureWarning, stacklevel=2)
    return clip_grad_norm_(parameters, max_norm, norm_type, error_if_nonfinite, foreach)


def clip_grad_value_(parameters, clip_value, foreach=None):
    clip_value = float(clip_value)
    found = [p for p in _list(parameters) if p.grad is not None]
    if not found:
        raise RuntimeError("Expected !nested_tensorlist[0].empty() to be true, but got false.  (Could this error message be improved?  If so, please report an enhancement request to PyTorch.)")
    with torch.no_grad():
        for p in found:
            p.grad.clamp_(min=-clip_value)
            p.grad.clamp_(max=clip_value)


def skip_init(module_cls, *args, **kwargs):
    module = module_cls(*args, **kwargs)
    for p in module.parameters():
        _gradsight.forget(p)
    return module


def clip_grads_with_norm_(parameters, max_norm, total_norm, foreach=None):
    coefficient = torch.clamp(float(max_norm) / (total_norm + 1e-6), max=1.0)
    with torch.no_grad():
        for p in _list(parameters):
            if p.grad is not None:
                p.grad.mul_(coefficient)


_gradsight.lazy(dict.fromkeys(("fuse_conv_bn_eval", "fuse_conv_bn_weights", "fuse_linear_bn_eval", "fuse_linear_bn_weights"), "fusion") | {"fusion": "@fusion", "stateless": "@stateless"})
