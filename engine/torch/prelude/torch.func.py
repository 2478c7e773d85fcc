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
        return x.detach().requires_grad_() if not x.requires_grad else x.view_as(x)
    if isinstance(x, dict):
        return {k: _leaf(v) for k, v in x.items()}
    return type(x)(_leaf(v) for v in x)


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
                new[i] = _leaf(args[i])
            out = func(*new, **kwargs)
            aux = None
            if has_aux:
                out, aux = out
            wanted = _select(new, argnums)
            outer = any(t.requires_grad for a in args for t in (_flat(a) if isinstance(a, (torch.Tensor, dict, tuple, list)) else []))
            grads = torch.autograd.grad(out, _flat(wanted), create_graph=outer, allow_unused=True, materialize_grads=True)
            result = _like(wanted, iter(grads))
        value = out if outer else out.detach()
        return (result, (value, aux)) if has_aux else (result, value)

    return wrapper


def grad(func, argnums=0, has_aux=False):
    both = grad_and_value(func, argnums, has_aux)

    def wrapper(*args, **kwargs):
        result, value = both(*args, **kwargs)
        return (result, value[1]) if has_aux else result

    return wrapper


def vmap(func, in_dims=0, out_dims=0, randomness="error", *, chunk_size=None):
    def wrapper(*args, **kwargs):
        dims = (in_dims,) * len(args) if isinstance(in_dims, int) or in_dims is None else in_dims
        size = next(a.size(d) for a, d in zip(args, dims) if d is not None and isinstance(a, torch.Tensor))
        outs = []
        for i in range(size):
            outs.append(func(*[a if d is None else a.select(d, i) for a, d in zip(args, dims)], **kwargs))
        if isinstance(outs[0], tuple):
            return tuple(torch.stack(o, out_dims) for o in zip(*outs))
        return torch.stack(outs, out_dims)

    return wrapper


def jacrev(func, argnums=0, **options):
    def wrapper(*args):
        new = list(args)
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
    leaves = [_leaf(p) for p in primals]
    with torch.enable_grad():
        out = func(*leaves)

    def pull(cotangent):
        return torch.autograd.grad(out, leaves, cotangent, retain_graph=True, allow_unused=True, materialize_grads=True)

    return out.detach(), pull
