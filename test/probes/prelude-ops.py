import itertools
import warnings
import torch
import torch.nn.functional as F

warnings.simplefilter("ignore")


def setitem(x, k, v):
    x[k] = v
    return x


def make(kind, shape):
    if kind in "fF":
        return torch.randn(shape)
    if kind in "pP":
        return torch.rand(shape) * 0.8 + 0.1
    if kind == "m":
        return torch.rand(shape) > 0.4
    if kind == "s":
        q = torch.randn(shape)
        return q @ q.transpose(-1, -2) + torch.eye(shape[-1])
    return torch.randint(0, int(kind[1:]), shape)


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
        out.append(g.name().split("::")[-1])
        todo += [h for h, _ in g.next_functions]
    return [name for name in out if not name.endswith("AccumulateGrad")]


def back(outs):
    outs = [o for o in outs if o.requires_grad]
    torch.autograd.backward(outs, [torch.ones_like(o) for o in outs])


def outcome(run):
    try:
        run()
        return "ok"
    except Exception as error:
        return f"{type(error).__name__} {str(error)[:200]}"


def overwrite(t):
    with torch.no_grad():
        t.copy_(t.detach().clone())


def probe(run, inputs):
    """Every subset of the float inputs requires grad: the graph, what backward looks after, and whether it runs twice."""
    floats = [name for name, (kind, _) in inputs.items() if kind in "fps"]
    subsets = []
    for count in range(1, len(floats) + 1):
        for names in itertools.combinations(floats, count):
            if len(floats) <= 3 or count in (1, len(floats)):
                subsets.append(names)
    for names in subsets or [()]:

        def fresh():
            torch.manual_seed(0)
            given = {}
            for name, (kind, shape) in inputs.items():
                t = make(kind, shape)
                given[name] = t.requires_grad_() if name in names else t
            torch.manual_seed(1)
            return given, tensors(run(**given))

        given, outs = fresh()
        print(names, [o.requires_grad for o in outs], [next((n for n in given if given[n] is o), None) for o in outs], [o._is_view() for o in outs])
        nodes = [o.grad_fn for o in outs]
        print([None if g is None else type(g).__name__ for g in nodes])
        if not any(o.requires_grad for o in outs):
            continue
        first = next((g for g in nodes if g is not None), None)
        if first is not None:
            print(chain(first))
            saved = [a for a in sorted(dir(first)) if a.startswith("_saved_")]
            print([a[7:] for a in saved if isinstance(getattr(first, a), torch.Tensor)])
        print("backward", outcome(lambda: back(outs)))
        print("again", outcome(lambda: back(outs)))
        for name in inputs:
            given, outs = fresh()
            print("write", name, outcome(lambda: overwrite(given[name])), outcome(lambda: back(outs)))
        for j in range(len(outs)):
            given, outs = fresh()
            if not any(outs[j] is t for t in given.values()):
                print("write output", j, outcome(lambda: overwrite(outs[j])), outcome(lambda: back(outs)))
