"""torch.func: derivatives of functions, and modules as pure functions."""
from functools import wraps

import torch
import _gradsight
from torch._functorch.vmap import transform, vmap


def functional_call(module, parameter_and_buffer_dicts, args=None, kwargs=None, *, tie_weights=True, strict=False):
    if isinstance(parameter_and_buffer_dicts, (tuple, list)):
        given = {}
        repeated = [k for i, d in enumerate(parameter_and_buffer_dicts) for k in d if any(k in other for other in parameter_and_buffer_dicts[:i])]
        if repeated:
            raise ValueError(f"{repeated} appeared in multiple dictionaries; behavior of functional call is ambiguous")
        for d in parameter_and_buffer_dicts:
            given.update(d)
    elif isinstance(parameter_and_buffer_dicts, dict) or _gradsight.is_unknown(parameter_and_buffer_dicts):
        given = dict(parameter_and_buffer_dicts)
    else:
        raise ValueError(f"Expected parameter_and_buffer_dicts to be a dict, or a list/tuple of dicts, but got {type(parameter_and_buffer_dicts)}")
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
            unexpected.sort()
            missing.sort()
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


def _numbers(argnums, args):
    """Positions of the arguments to differentiate by."""
    if not isinstance(argnums, int) and not (isinstance(argnums, tuple) and all(isinstance(i, int) for i in argnums)):
        raise RuntimeError(f"argnums must be int or Tuple[int, ...], got: {type(argnums)}")
    numbers = (argnums,) if isinstance(argnums, int) else argnums
    for i in numbers:
        if not -len(args) <= i < len(args):
            raise RuntimeError(f"Got argnum={i}, but only {len(args)} positional inputs")
    return numbers


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
    return _rebuilt(x, [_leaf(v) for v in x])


def _leaves(args, numbers):
    new = list(args)
    for i in numbers:
        _check(args[i])
        new[i] = _leaf(args[i])
    return new


def _check(x):
    """Transforms take tensors only, also inside of containers."""
    if isinstance(x, (dict, tuple, list)):
        for v in x.values() if isinstance(x, dict) else x:
            _check(v)
    elif not isinstance(x, torch.Tensor):
        raise ValueError(f"Thing passed to transform API must be Tensor, got {type(x)}")


def _rebuilt(like, items):
    """A tuple or list of the same type; named tuples take their fields one by one."""
    return type(like)(*items) if hasattr(like, "_fields") else type(like)(items)


def _flat(x):
    if isinstance(x, torch.Tensor):
        return [x]
    return [t for v in (x.values() if isinstance(x, dict) else x) for t in _flat(v)]


def _like(x, it):
    if isinstance(x, torch.Tensor):
        return next(it)
    if isinstance(x, dict):
        return {k: _like(v, it) for k, v in x.items()}
    return _rebuilt(x, [_like(v, it) for v in x])


def _map(f, x):
    """The structure with every tensor in it replaced."""
    if isinstance(x, torch.Tensor):
        return f(x)
    if isinstance(x, dict):
        return {k: _map(f, v) for k, v in x.items()}
    return _rebuilt(x, [_map(f, v) for v in x]) if isinstance(x, (tuple, list)) else x


def _is_outer(outs, leaves):
    """Whether what a function gave also depends on tensors around the transform, whose gradients may be asked for later."""
    return torch.is_grad_enabled() and _gradsight.depends_on_others(outs, leaves)


def _with_aux(out, has_aux, name):
    if not has_aux:
        return out, None
    if not (isinstance(out, tuple) and len(out) == 2):
        raise RuntimeError(f"{name}(f)(*args): output of function f should be a tuple: (output, aux) if has_aux is True")
    return out


def grad_and_value(func, argnums=0, has_aux=False):
    @wraps(func)
    def wrapper(*args, **kwargs):
        new = _leaves(args, _numbers(argnums, args))
        wanted = _select(new, argnums)
        with torch.enable_grad(), transform():
            out, aux = _with_aux(func(*new, **kwargs), has_aux, "grad_and_value")
        if not isinstance(out, torch.Tensor):
            raise RuntimeError(f"grad_and_value(f)(*args): Expected f(*args) to return a Tensor, got {type(out)}")
        if out.dim() != 0:
            raise RuntimeError(f"grad_and_value(f)(*args): Expected f(*args) to return a scalar Tensor, got tensor with {out.dim()} dims. Maybe you wanted to use the vjp or jacrev APIs instead?")
        outer = _is_outer([out], _flat(wanted))
        grads = _grads([out], _flat(wanted), None, outer)
        # Gradients of transforms are never added up in place.
        result = _like(wanted, iter([g if outer or g._is_view() or g._version == 0 else g.clone() for g in grads]))
        value = out if outer else out.detach()
        if has_aux and not outer:
            aux = _map(torch.Tensor.detach, aux)
        return (result, (value, aux)) if has_aux else (result, value)

    return wrapper


def _grads(outs, wanted, seeds, create_graph, retain_graph=None):
    """Gradients as torch.autograd.grad gives them; zeros where nothing depends."""
    pairs = [(o, s) for o, s in zip(outs, seeds or [None] * len(outs)) if o.requires_grad]
    if not pairs:
        return [torch.zeros_like(w) for w in wanted]
    given = None if seeds is None else [s for _, s in pairs]
    return torch.autograd.grad([o for o, _ in pairs], wanted, given, create_graph=create_graph, retain_graph=retain_graph, allow_unused=True, materialize_grads=True)


def grad(func, argnums=0, has_aux=False):
    both = grad_and_value(func, argnums, has_aux)

    @wraps(func)
    def wrapper(*args, **kwargs):
        result, value = both(*args, **kwargs)
        return (result, value[1]) if has_aux else result

    return wrapper


def _units(x):
    """The unit vectors of a tensor's entries, each in its shape."""
    return torch.eye(x.numel(), dtype=x.dtype).reshape((x.numel(),) + tuple(x.shape)).unbind()


def jacrev(func, argnums=0, *, has_aux=False, chunk_size=None):
    @wraps(func)
    def wrapper(*args, **kwargs):
        new = _leaves(args, _numbers(argnums, args))
        wanted = _select(new, argnums)
        flat = _flat(wanted)
        with torch.enable_grad(), transform():
            out, aux = _with_aux(func(*new, **kwargs), has_aux, "jacrev")
        outer = _is_outer(_flat(out), flat)

        def of(o):
            rows = [_grads([o], flat, [unit], outer, True) for unit in _units(o)]
            return _like(wanted, iter([torch.stack([row[i] for row in rows]).reshape(tuple(o.shape) + tuple(w.shape)) for i, w in enumerate(flat)]))

        result = _map(of, out)
        return (result, aux if outer else _map(torch.Tensor.detach, aux)) if has_aux else result

    return wrapper


def _forward(outs, leaves):
    """Tangents of the outputs for given tangents of the leaves: the gradient of the gradient by its seed."""
    seeds = [torch.zeros_like(o, requires_grad=True) for o in outs]
    with torch.enable_grad():
        back = _grads(outs, leaves, seeds, True)
    pairs = [(i, b) for i, b in enumerate(back) if b.requires_grad]

    def at(tangents, create_graph):
        if not pairs:
            return [torch.zeros_like(o) for o in outs]
        return _grads([b for _, b in pairs], seeds, [tangents[i] for i, _ in pairs], create_graph, True)

    return at


def jacfwd(func, argnums=0, has_aux=False, *, randomness="error"):
    @wraps(func)
    def wrapper(*args, **kwargs):
        new = _leaves(args, _numbers(argnums, args))
        wanted = _select(new, argnums)
        flat = _flat(wanted)
        with torch.enable_grad(), transform():
            out, aux = _with_aux(func(*new, **kwargs), has_aux, "jacfwd")
        outs = _flat(out)
        outer = _is_outer(outs, flat)
        at = _forward(outs, flat)
        columns = []
        for i, w in enumerate(flat):
            zeros = [torch.zeros_like(v) for v in flat]
            columns.append([at(zeros[:i] + [unit] + zeros[i + 1 :], outer) for unit in _units(w)])

        places = iter(range(len(outs)))

        def of(o):
            k = next(places)
            return _like(wanted, iter([torch.stack([c[k] for c in columns[i]], -1).reshape(tuple(o.shape) + tuple(w.shape)) for i, w in enumerate(flat)]))

        result = _map(of, out)
        return (result, aux if outer else _map(torch.Tensor.detach, aux)) if has_aux else result

    return wrapper


def hessian(func, argnums=0):
    return jacfwd(jacrev(func, argnums), argnums)


def _structure(x):
    return "*" if isinstance(x, torch.Tensor) else f"({', '.join(map(_structure, x))}{',' if len(x) == 1 else ''})" if isinstance(x, tuple) else f"[{', '.join(map(_structure, x))}]"


def vjp(func, *primals, has_aux=False):
    _check(primals)
    leaves = tuple(_leaf(p) for p in primals)
    with torch.enable_grad(), transform():
        out, aux = _with_aux(func(*leaves), has_aux, "vjp")
    outs = _flat(out)
    flat = _flat(leaves)
    outer = _is_outer(outs, flat)

    def pull(cotangents, retain_graph=True, create_graph=None):
        if isinstance(out, (tuple, list)) and isinstance(cotangents, torch.Tensor) or isinstance(out, torch.Tensor) and not isinstance(cotangents, torch.Tensor):
            raise RuntimeError(f"Expected pytree structure of cotangents to be the same as pytree structure of outputs to the function. cotangents: {_structure(cotangents)}, primal output: {_structure(out)}")
        return _like(leaves, iter(_grads(outs, flat, _flat(cotangents), outer or any(c.requires_grad for c in _flat(cotangents)), True)))

    result = out if outer else _map(torch.Tensor.detach, out)
    return (result, pull, aux if outer else _map(torch.Tensor.detach, aux)) if has_aux else (result, pull)


def jvp(func, primals, tangents, *, strict=False, has_aux=False):
    if not isinstance(primals, tuple):
        raise RuntimeError("jvp(f, primals, tangents): Expected primals to be a tuple. E.g. it should be valid to call f(*primals).")
    for what, values in (("primals", primals), ("tangents", tangents)):
        for v in values:
            if v is None or isinstance(v, (int, float, str)):
                raise RuntimeError(f"jvp(f, primals, tangents): Expected {what} to only contain Tensors, got {type(v)}")
    given = _flat(list(tangents))
    for p, t in zip(_flat(primals), given):
        if p.shape != t.shape:
            raise RuntimeError(f"Trying to set a forward gradient that has a different size than that of the original Tensor, this is not supported. Tensor is of size {list(p.shape)} while the given forward gradient is of size {list(t.shape)}.")
    leaves = tuple(_leaf(p) for p in primals)
    flat = _flat(leaves)
    with torch.enable_grad(), transform():
        out, aux = _with_aux(func(*leaves), has_aux, "jvp")
    outs = _flat(out)
    outer = _is_outer(outs, flat) or torch.is_grad_enabled() and any(t.requires_grad for t in given)
    tangent = _forward(outs, flat)(given, outer)
    pair = _like(out, iter([o[...] if outer else o.detach() for o in outs])), _like(out, iter([g if outer else g.detach() for g in tangent]))
    return (*pair, aux if outer else _map(torch.Tensor.detach, aux)) if has_aux else pair


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
