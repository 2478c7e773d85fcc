"""torch.autograd.functional: Jacobians, Hessians and products with them, from ordinary backward passes."""
import torch


def _tuple(x, what, fn):
    if isinstance(x, tuple):
        return True, x
    if isinstance(x, list):
        return True, tuple(x)
    if not isinstance(x, torch.Tensor):
        raise TypeError(f"The {what} given to {fn} must be either a Tensor or a tuple of Tensors but the given {what} has type {type(x)}.")
    return False, (x,)


def _leaves(inputs, create_graph):
    out = []
    for x in inputs:
        if create_graph and x.requires_grad:
            out.append(x.view_as(x) if not x.is_sparse else x.clone())
        else:
            out.append(x.detach().requires_grad_())
    return tuple(out)


def _finish(x, create_graph):
    return x if create_graph else x.detach()


def _grad(outputs, inputs, grad_outputs=None, create_graph=False, retain=None):
    kept = [(o, None if grad_outputs is None else g) for o, g in zip(outputs, grad_outputs or [None] * len(outputs)) if o is not None and o.requires_grad and (grad_outputs is None or g is not None)]
    if len(kept) == 0:
        return (None,) * len(inputs)
    return torch.autograd.grad([o for o, _ in kept], inputs, [g for _, g in kept], allow_unused=True, create_graph=create_graph, retain_graph=retain)


def _filled(grads, inputs):
    return tuple(torch.zeros_like(x) if g is None else g for g, x in zip(grads, inputs))


def _vector(v, inputs, what):
    if v is None:
        if len(inputs) != 1 or inputs[0].nelement() != 1:
            raise RuntimeError("The vector v can only be None if the " + what)
        return tuple(torch.ones_like(x) for x in inputs)
    return tuple(x.detach() if not x.requires_grad else x for x in _tuple(v, "v", "vjp")[1])


def _unpack(is_tuple, values):
    return values if is_tuple else values[0]


def vjp(func, inputs, v=None, create_graph=False, strict=False):
    with torch.enable_grad():
        is_tuple, inputs = _tuple(inputs, "inputs", "vjp")
        inputs = _leaves(inputs, create_graph)
        many, outputs = _tuple(func(*inputs), "outputs of the user-provided function", "vjp")
        vector = _vector(v, outputs, "user-provided function returns a single Tensor with a single element.")
        grads = _filled(_grad(outputs, inputs, vector, create_graph), inputs)
    return (
        _unpack(many, tuple(_finish(o, create_graph) for o in outputs)),
        _unpack(is_tuple, tuple(_finish(g, create_graph) for g in grads)),
    )


def jvp(func, inputs, v=None, create_graph=False, strict=False):
    with torch.enable_grad():
        is_tuple, inputs = _tuple(inputs, "inputs", "jvp")
        inputs = _leaves(inputs, create_graph)
        vector = _vector(v, inputs, "input to the user-provided function is a single Tensor with a single element.")
        many, outputs = _tuple(func(*inputs), "outputs of the user-provided function", "jvp")
        dual = tuple(torch.zeros_like(o, requires_grad=True) for o in outputs)
        back = _filled(_grad(outputs, inputs, dual, create_graph=True), inputs)
        forward = _filled(_grad(back, dual, vector, create_graph), outputs)
    return (
        _unpack(many, tuple(_finish(o, create_graph) for o in outputs)),
        _unpack(many, tuple(_finish(g, create_graph) for g in forward)),
    )


def jacobian(func, inputs, create_graph=False, strict=False, vectorize=False, strategy="reverse-mode"):
    with torch.enable_grad():
        is_tuple, inputs = _tuple(inputs, "inputs", "jacobian")
        inputs = _leaves(inputs, create_graph)
        many, outputs = _tuple(func(*inputs), "outputs of the user-provided function", "jacobian")
        table = []
        for out in outputs:
            rows = [[] for _ in inputs]
            for j in range(out.nelement()):
                grads = _grad((out.reshape(-1)[j],), inputs, create_graph=create_graph, retain=True)
                for row, g in zip(rows, _filled(grads, inputs)):
                    row.append(g)
            table.append(tuple(torch.stack(row, dim=0).view(tuple(out.size()) + tuple(x.size())) for row, x in zip(rows, inputs)))
        table = tuple(tuple(_finish(x, create_graph) for x in row) for row in table)
    table = tuple(_unpack(is_tuple, row) for row in table)
    return _unpack(many, table)


def hessian(func, inputs, create_graph=False, strict=False, vectorize=False, outer_jacobian_strategy="reverse-mode"):
    is_tuple, inputs = _tuple(inputs, "inputs", "hessian")

    def gradient(*args):
        args = tuple(x if x.requires_grad else x.detach().requires_grad_() for x in args)
        out = func(*args)
        many, single = _tuple(out, "outputs of the user-provided function", "hessian")
        if many or single[0].nelement() != 1:
            raise RuntimeError("The Tensor returned by the function given to hessian should contain a single element")
        return jacobian(func, args, create_graph=True)

    result = jacobian(gradient, inputs, create_graph=create_graph)
    return result if is_tuple else result[0][0]


def vhp(func, inputs, v=None, create_graph=False, strict=False):
    return _second(func, inputs, v, create_graph, "vhp")


def hvp(func, inputs, v=None, create_graph=False, strict=False):
    return _second(func, inputs, v, create_graph, "hvp")


def _second(func, inputs, v, create_graph, name):
    with torch.enable_grad():
        is_tuple, inputs = _tuple(inputs, "inputs", name)
        inputs = _leaves(inputs, create_graph)
        vector = _vector(v, inputs, "input to the user-provided function is a single Tensor with a single element.")
        _, outputs = _tuple(func(*inputs), "outputs of the user-provided function", name)
        first = _filled(_grad(outputs, inputs, create_graph=True), inputs)
        second = _filled(_grad(first, inputs, vector, create_graph), inputs)
    return _finish(outputs[0], create_graph), _unpack(is_tuple, tuple(_finish(g, create_graph) for g in second))
