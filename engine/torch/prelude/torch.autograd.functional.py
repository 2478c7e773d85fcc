"""torch.autograd.functional: Jacobians, Hessians and products with them, from ordinary backward passes."""
import torch


def _tuple(x, what, fn):
    is_tuple = isinstance(x, tuple)
    items = x if is_tuple else (x,)
    for i, item in enumerate(items):
        if not isinstance(item, torch.Tensor):
            if is_tuple:
                raise TypeError(f"The {what} given to {fn} must be either a Tensor or a tuple of Tensors but the value at index {i} has type {type(item)}.")
            raise TypeError(f"The {what} given to {fn} must be either a Tensor or a tuple of Tensors but the given {what} has type {type(x)}.")
    return is_tuple, items


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
    vector = _tuple(v, "v", "vjp")[1]
    if len(vector) != len(inputs):
        raise RuntimeError(f"v is a tuple of invalid length: should be {len(inputs)} but got {len(vector)}.")
    for i, (given, x) in enumerate(zip(vector, inputs)):
        if given.size() != x.size():
            raise RuntimeError(f"{f'Entry {i} in ' if len(vector) > 1 else ''}v has invalid size: should be {x.size()} but got {given.size()}.")
    return tuple(x.detach() if not x.requires_grad else x for x in vector)


_SECOND = "This is not allowed in strict mode. You should ensure that your function is twice differentiable and that the jacobian depends on the inputs (this would be violated by a linear function for example)."


def _refuse_independent(outputs):
    """Strict mode: every output depends on the inputs."""
    for i, out in enumerate(outputs):
        if not out.requires_grad:
            raise RuntimeError(f"Output {i} of the user-provided function does not require gradients. The outputs must be computed in a differentiable manner from the input when running in strict mode.")


def _refuse_linear(jacobians):
    for i, jac in enumerate(jacobians):
        if not jac.requires_grad:
            raise RuntimeError(f"While computing the hessian, found that the jacobian of the user-provided function with respect to input {i} is independent of the input. {_SECOND}")


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
    if strategy not in ("forward-mode", "reverse-mode"):
        raise AssertionError(
            'Expected strategy to be either "forward-mode" or "reverse-mode". Hint: If your function has more outputs than inputs, "forward-mode" tends to be more performant. Otherwise, prefer to use "reverse-mode".'
        )
    if strategy == "forward-mode" and not vectorize:
        raise NotImplementedError("Computing Jacobian using forward-AD or forward-over-reverse Hessian isonly implemented for `vectorize=True`.")
    with torch.enable_grad():
        is_tuple, inputs = _tuple(inputs, "inputs", "jacobian")
        inputs = _leaves(inputs, create_graph)
        many, outputs = _tuple(func(*inputs), "outputs of the user-provided function", "jacobian")
        if strict:
            _refuse_independent(outputs)
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
        if many:
            raise RuntimeError("The function given to hessian should return a single Tensor")
        if single[0].nelement() != 1:
            raise RuntimeError("The Tensor returned by the function given to hessian should contain a single element")
        gradients = jacobian(func, args, create_graph=True)
        if strict:
            _refuse_linear(gradients)
        return gradients

    result = jacobian(gradient, inputs, create_graph=create_graph)
    return result if is_tuple else result[0][0]


def vhp(func, inputs, v=None, create_graph=False, strict=False):
    return _second(func, inputs, v, create_graph, strict, "vhp")


def hvp(func, inputs, v=None, create_graph=False, strict=False):
    return _second(func, inputs, v, create_graph, strict, "hvp")


def _second(func, inputs, v, create_graph, strict, name):
    with torch.enable_grad():
        is_tuple, inputs = _tuple(inputs, "inputs", name)
        inputs = _leaves(inputs, create_graph)
        vector = _vector(v, inputs, "input to the user-provided function is a single Tensor with a single element.")
        many, outputs = _tuple(func(*inputs), "outputs of the user-provided function", name)
        if many:
            raise RuntimeError(f"The function given to {name} should return a single Tensor")
        if outputs[0].nelement() != 1:
            raise RuntimeError(f"The Tensor returned by the function given to {name} should contain a single element")
        first = _filled(_grad(outputs, inputs, create_graph=True), inputs)
        if strict:
            _refuse_linear(first)
        second = _filled(_grad(first, inputs, vector, create_graph), inputs)
    return _finish(outputs[0], create_graph), _unpack(is_tuple, tuple(_finish(g, create_graph) for g in second))
