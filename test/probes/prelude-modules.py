import warnings
import torch
import torch.nn as nn
import torch.nn.functional as F

warnings.simplefilter("ignore")


def r(*shape):
    return torch.rand(*shape).requires_grad_() * 1


def tensors(value):
    if isinstance(value, torch.Tensor):
        return [value]
    if isinstance(value, (list, tuple)):
        return [t for item in value for t in tensors(item)]
    return []


def chain(node):
    seen, out, todo = set(), [], [node]
    while todo and len(out) < 40:
        g = todo.pop(0)
        if g is None or g in seen:
            continue
        seen.add(g)
        out.append(type(g).__name__)
        todo += [h for h, _ in g.next_functions]
    return [name for name in out if name != "AccumulateGrad"]


def back(outs):
    outs = [o for o in outs if o.requires_grad]
    torch.autograd.backward(outs, [torch.ones_like(o) for o in outs])


def touched(name, write, outs):
    """Which of the tensors backward looks after: writes one, goes back, tells whether that raises."""
    try:
        with torch.no_grad():
            write()
        back(outs)
    except RuntimeError as error:
        print("checked", name, str(error)[:160])


def layer(make, inputs):
    def fresh():
        torch.manual_seed(0)
        module = make()
        given = inputs()
        torch.manual_seed(1)
        return module, given, tensors(module(*given))

    module, given, outs = fresh()
    print([(name, tuple(p.shape), p._version) for name, p in module.named_parameters()])
    print([(name, tuple(b.shape), b._version) for name, b in module.named_buffers()])
    print(list(module.state_dict()))
    print([tuple(o.shape) for o in outs], [o.requires_grad for o in outs], any(o is i for o in outs for i in given), [o._is_view() for o in outs])
    print([type(o.grad_fn).__name__ for o in outs], chain(outs[0].grad_fn))
    print(outs[0].detach().flatten()[:4])
    for k in range(len(given)):
        module, given, outs = fresh()
        touched(f"input {k}", lambda: given[k].copy_(given[k].clone()), outs)
    for name in [*dict(module.named_parameters()), *dict(module.named_buffers())]:
        module, given, outs = fresh()
        t = {**dict(module.named_parameters()), **dict(module.named_buffers())}[name]
        touched(name, lambda: t.copy_(t.clone()), outs)
    for j in range(len(outs)):
        module, given, outs = fresh()
        if not any(outs[j] is i for i in given):
            touched(f"output {j}", lambda: outs[j].copy_(outs[j].clone()), outs)
    module, given, outs = fresh()
    back(outs)
    print([name for name, p in module.named_parameters() if p.grad is None])
    for name, p in module.named_parameters():
        if p.grad is not None:
            print(name, p.grad.flatten()[:4])
