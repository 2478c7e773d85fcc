"""torch.func: modules and functions as pure functions."""
import torch
import _gradsight


def functional_call(module, parameter_and_buffer_dicts, args=None, kwargs=None, *, tie_weights=True, strict=False):
    if isinstance(parameter_and_buffer_dicts, (tuple, list)):
        given = {}
        for d in parameter_and_buffer_dicts:
            given.update(d)
    else:
        given = dict(parameter_and_buffer_dicts)
    if args is None:
        args = ()
    elif not isinstance(args, tuple):
        args = (args,)
    own = dict(module.named_parameters(remove_duplicate=False))
    own.update(module.named_buffers(remove_duplicate=False))
    if strict:
        unexpected = [k for k in given if k not in own]
        missing = [k for k in own if k not in given]
        if unexpected or missing:
            text = f"Error(s) in reparametrizing for {type(module).__name__}:"
            if unexpected:
                text += f"\n\tUnexpected key(s): {', '.join(map(repr, unexpected))}."
            if missing:
                text += f"\n\tMissing key(s): {', '.join(map(repr, missing))}."
            raise RuntimeError(text)
    if tie_weights:
        for name, tensor in list(given.items()):
            for other, t in own.items():
                if other != name and other not in given and name in own and t is own[name]:
                    given[other] = tensor
    return _gradsight.with_tensors(module, given, args, kwargs or {})


def _select(args, argnums):
    return args[argnums] if isinstance(argnums, int) else tuple(args[i] for i in argnums)


def _leaf(x):
    if isinstance(x, torch.Tensor):
        if x.requires_grad:
            return x.view_as(x)
        # Tensors of an inference are wrapped like all others.
        return (x.clone() if x.is_inference() and not torch.is_inference_mode_enabled() else x.detach()).requires_grad_()
    if isinstance(x, dict):
        return {k: _leaf(v) for k, v in x.items()}
    return type(x)(_leaf(v) for v in x)


def _check(x):
    """Transforms take tensors only, also inside of containers."""
    if isinstance(x, (dict, tuple, list)):
        for v in x.values() if isinstance(x, dict) else x:
            _check(v)
    elif not isinstance(x, torch.Tensor):
        raise ValueError(f"Thing passed to transform API must be Tensor, got {type(x)}")


def _flat(x):
    if isinstance(x, torch.Tensor):
        return [x]
    return [t for v in (x.values() if isinstance(x, dict) else x) for t in _flat(v)]


def _like(x, it):
    if isinstance(x, torch.Tensor):
        return next(it)
    if isinstance(x, dict):
        return {k: _like(v, it) for k, v in x.items()}
    return type(x)(_like(v, it) for v in x)


def grad_and_value(func, argnums=0, has_aux=False):
    def wrapper(*args, **kwargs):
        with torch.enable_grad():
            numbers = (argnums,) if isinstance(argnums, int) else argnums
            new = list(args)
            for i in numbers:
                _check(args[i])
                new[i] = _leaf(args[i])
            out = func(*new, **kwargs)
            aux = None
            if has_aux:
                if not (isinstance(out, tuple) and len(out) == 2):
                    raise RuntimeError("grad_and_value(f)(*args): output of function f should be a tuple: (output, aux) if has_aux is True")
                out, aux = out
            if not isinstance(out, torch.Tensor):
                raise RuntimeError(f"grad_and_value(f)(*args): Expected f(*args) to return a Tensor, got {type(out)}")
            if out.dim() != 0:
                raise RuntimeError(f"grad_and_value(f)(*args): Expected f(*args) to return a scalar Tensor, got tensor with {out.dim()} dims. Maybe you wanted to use the vjp or jacrev APIs instead?")
            wanted = _select(new, argnums)
            outer = any(t.requires_grad for a in args for t in (_flat(a) if isinstance(a, (torch.Tensor, dict, tuple, list)) else []))
            grads = torch.autograd.grad(out, _flat(wanted), create_graph=outer, allow_unused=True, materialize_grads=True)
            # Gradients of transforms are never added up in place.
            result = _like(wanted, iter([g if outer or g._is_view() or g._version == 0 else g.clone() for g in grads]))
        value = out if outer else out.detach()
        return (result, (value, aux)) if has_aux else (result, value)

    return wrapper


def grad(func, argnums=0, has_aux=False):
    both = grad_and_value(func, argnums, has_aux)

    def wrapper(*args, **kwargs):
        result, value = both(*args, **kwargs)
        return (result, value[1]) if has_aux else result

    return wrapper


def _stacked(outs, dim):
    """Outputs of single calls as one output of the same structure."""
    first = outs[0]
    if isinstance(first, dict):
        return {k: _stacked([o[k] for o in outs], dim[k] if isinstance(dim, dict) else dim) for k in first}
    if isinstance(first, (tuple, list)):
        dims = dim if isinstance(dim, (tuple, list)) else (dim,) * len(first)
        return type(first)(_stacked([o[i] for o in outs], d) for i, d in enumerate(dims))
    if dim is None:
        return first
    if not isinstance(first, torch.Tensor):
        raise ValueError(f"vmap({getattr(first, '__name__', 'f')}, ...): `f` must only return Tensors, got type {type(first)}. Did you mean to set out_dims= to None for output?")
    return torch.stack(outs, dim)


def _sizes(x, dim):
    if isinstance(x, torch.Tensor):
        return [] if dim is None else [x.size(dim)]
    if isinstance(x, dict):
        return [s for k, v in x.items() for s in _sizes(v, dim[k] if isinstance(dim, dict) else dim)]
    if isinstance(x, (tuple, list)):
        return [s for i, v in enumerate(x) for s in _sizes(v, dim[i] if isinstance(dim, (tuple, list)) else dim)]
    return []


def _at(x, dim, i):
    if isinstance(x, torch.Tensor):
        return x if dim is None else x.select(dim, i)
    if isinstance(x, dict):
        return {k: _at(v, dim[k] if isinstance(dim, dict) else dim, i) for k, v in x.items()}
    if isinstance(x, (tuple, list)):
        return type(x)(_at(v, dim[j] if isinstance(dim, (tuple, list)) else dim, i) for j, v in enumerate(x))
    return x


def vmap(func, in_dims=0, out_dims=0, randomness="error", *, chunk_size=None):
    def wrapper(*args, **kwargs):
        dims = tuple(in_dims) if isinstance(in_dims, (tuple, list)) else (in_dims,) * len(args)
        if len(dims) != len(args):
            raise ValueError(
                f"vmap({getattr(func, '__name__', func)}, in_dims={in_dims}, ...)(<inputs>): in_dims is not compatible with the structure of `inputs`. in_dims has structure {len(dims)} but inputs has structure {len(args)}."
            )
        for a, d in zip(args, dims):
            if d is not None and (a is None or isinstance(a, (int, float, str))):
                raise ValueError(
                    f"vmap({getattr(func, '__name__', func)}, in_dims={in_dims}, ...)(<inputs>): Got in_dim={d} for an input but the input is of type {type(a)}. We cannot vmap over non-Tensor arguments, please use None as the respective in_dim"
                )
            if isinstance(a, torch.Tensor) and d is not None and a.dim() == 0:
                raise ValueError(
                    f"vmap({getattr(func, '__name__', func)}, in_dims={in_dims}, ...)(<inputs>): Got in_dim={d} for some input, but that input is a Tensor of dimensionality 0 so expected in_dim to satisfy -0 <= in_dim < 0."
                )
        sizes = [s for a, d in zip(args, dims) for s in _sizes(a, d)] + _sizes(kwargs, 0)
        if not sizes:
            raise ValueError(f"vmap({getattr(func, '__name__', func)}, in_dims={in_dims}, ...)(<inputs>): got no mapped inputs")
        outs = []
        for i in range(sizes[0]):
            outs.append(func(*[_at(a, d, i) for a, d in zip(args, dims)], **_at(kwargs, 0, i)))
        return _stacked(outs, out_dims)

    return wrapper


def jacrev(func, argnums=0, **options):
    def wrapper(*args):
        new = list(args)
        _check(args[argnums])
        new[argnums] = _leaf(args[argnums])
        with torch.enable_grad():
            out = func(*new)
            rows = []
            for i in range(out.numel()):
                (g,) = torch.autograd.grad(out.reshape(-1)[i], new[argnums], retain_graph=True, create_graph=args[argnums].requires_grad, allow_unused=True, materialize_grads=True)
                rows.append(g)
        return torch.stack(rows).reshape(tuple(out.shape) + tuple(args[argnums].shape))

    return wrapper


jacfwd = jacrev


def hessian(func, argnums=0):
    def wrapper(*args):
        x = args[argnums].detach().requires_grad_()
        new = list(args)
        new[argnums] = x
        (g,) = torch.autograd.grad(func(*new), x, create_graph=True)
        rows = []
        for i in range(g.numel()):
            (h,) = torch.autograd.grad(g.reshape(-1)[i], x, retain_graph=True, allow_unused=True, materialize_grads=True)
            rows.append(h)
        return torch.stack(rows).reshape(tuple(x.shape) + tuple(x.shape))

    return wrapper


def vjp(func, *primals, has_aux=False):
    _check(primals)
    leaves = [_leaf(p) for p in primals]
    with torch.enable_grad():
        out = func(*leaves)

    outer = any(p.requires_grad for p in _flat(primals))

    def pull(cotangent):
        return torch.autograd.grad(out, leaves, cotangent, retain_graph=True, create_graph=outer, allow_unused=True, materialize_grads=True)

    return out if outer else out.detach(), pull


def jvp(func, primals, tangents, *, strict=False, has_aux=False):
    if not isinstance(primals, tuple):
        raise RuntimeError("jvp(f, primals, tangents): Expected primals to be a tuple. E.g. it should be valid to call f(*primals).")
    for what, values in (("primals", primals), ("tangents", tangents)):
        for v in values:
            if v is None or isinstance(v, (int, float, str)):
                raise RuntimeError(f"jvp(f, primals, tangents): Expected {what} to only contain Tensors, got {type(v)}")
    leaves = [_leaf(p) for p in primals]
    with torch.enable_grad():
        out = func(*leaves)
        aux = None
        if has_aux:
            out, aux = out
        outs = _flat(out)
        seeds = [torch.zeros_like(o, requires_grad=True) for o in outs]
        back = torch.autograd.grad(outs, _flat(leaves), seeds, create_graph=True, allow_unused=True, materialize_grads=True)
        outer = any(t.requires_grad for t in _flat(primals) + _flat(tangents))
        tangent = torch.autograd.grad(back, seeds, _flat(list(tangents)), create_graph=outer, allow_unused=True, materialize_grads=True)
    pair = _like(out, iter([o[...] if outer else o.detach() for o in outs])), _like(out, iter([g if outer else g.detach() for g in tangent]))
    return (*pair, aux) if has_aux else pair


def linearize(func, *primals):
    output = func(*primals)

    def at(*tangents):
        return jvp(func, primals, tangents)[1]

    return output, at


def functionalize(func, *, remove="mutations"):
    return func


def stack_module_state(models):
    if len(models) == 0:
        raise RuntimeError("stack_module_state: Expected at least one model, got 0.")
    if not (all(m.training for m in models) or all(not m.training for m in models)):
        raise RuntimeError("stack_module_state: Expected all models to have the same training/eval mode.")
    if not all(type(m) is type(models[0]) for m in models):
        raise RuntimeError("stack_module_state: Expected all models to be of the same class.")

    def stack(tensors):
        stacked = torch.stack([t.detach() for t in tensors])
        return stacked.requires_grad_() if tensors[0].requires_grad else stacked

    params = {k: stack([dict(m.named_parameters())[k] for m in models]) for k, _ in models[0].named_parameters()}
    buffers = {k: stack([dict(m.named_buffers())[k] for m in models]) for k, _ in models[0].named_buffers()}
    return params, buffers


def replace_all_batch_norm_modules_(root):
    for module in root.modules():
        if hasattr(module, "track_running_stats") and hasattr(module, "running_mean"):
            module.running_mean = None
            module.running_var = None
            module.num_batches_tracked = None
            module.track_running_stats = False
    return root
