"""Runs the battery's cases under real PyTorch and records what comes out.

Usage: record.py TABLE...  (each TABLE is a cases_TABLE.py next to this file; TABLE.json is written beside it)
Per case: the inputs, the outputs, and per set of inputs that require grad the nodes, gradients, whether a second backward raises and
the second-order gradients.
"""
import importlib
import itertools
import json
import math
import os
import sys
import warnings

import torch

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, here)
from spec import T  # noqa: E402

warnings.simplefilter("ignore")
torch.set_num_threads(1)


def numbers(kind, n, start):
    """Deterministic numbers with few digits."""
    out = []
    for i in range(n):
        x = ((i + start) * 7919 + 104729) % 9973 / 9973
        if kind == "f":
            out.append(round((x - 0.5) * 4, 4))
        elif kind == "p":
            out.append(round(0.1 + x * 3, 4))
        elif kind == "u":
            out.append(round(0.03 + x * 0.94, 4))
        elif kind == "i":
            out.append(int(x * 9) - 4)
        elif kind == "b":
            out.append(x > 0.5)
    return out


def build(spec, start):
    dtype = getattr(torch, spec.dtype)
    if spec.kind == "v":
        t = torch.tensor(spec.data, dtype=dtype)
    elif dtype.is_complex:
        n = math.prod(spec.shape)
        t = torch.complex(torch.tensor(numbers("f", n, start)), torch.tensor(numbers("f", n, start + 50))).to(dtype).reshape(spec.shape)
    else:
        t = torch.tensor(numbers(spec.kind, math.prod(spec.shape), start)).to(dtype).reshape(spec.shape)
    if spec.order is not None:
        inverse = [spec.order.index(i) for i in range(len(spec.order))]
        t = t.permute(spec.order).contiguous().permute(inverse)
    return t


def number(x):
    if isinstance(x, bool):
        return int(x)
    if isinstance(x, complex):
        return [number(x.real), number(x.imag)]
    if isinstance(x, float):
        if math.isnan(x):
            return "nan"
        if math.isinf(x):
            return "inf" if x > 0 else "-inf"
        if x == 0 and math.copysign(1, x) < 0:
            return -0.0
        if x == int(x) and abs(x) < 1e15:
            return int(x)
        return float(f"{x:.7g}")
    return x


def flat(t):
    t = t.detach().resolve_conj().resolve_neg()
    if t._is_zerotensor():
        t = torch.zeros(t.shape, dtype=t.dtype)
    out = []
    for x in t.reshape(-1).tolist():
        x = number(x)
        out += x if isinstance(x, list) else [x]
    return out


def tensor_json(t, values=True):
    d = {"s": list(t.shape), "d": str(t.dtype)[6:]}
    if values:
        d["v"] = flat(t)
    if t.numel() > 0 and not t.is_contiguous():
        d["st"] = list(t.stride())
    return d


def arg_json(a, tensors, schema_type):
    if isinstance(a, torch.Tensor):
        for i, t in enumerate(tensors):
            if t is a:
                return {"t": i}
        raise ValueError("unknown tensor")
    if isinstance(a, torch.dtype):
        return {"dtype": str(a)[6:]}
    if isinstance(a, (list, tuple)):
        return [arg_json(x, tensors, "") for x in a]
    if isinstance(a, float) and (math.isnan(a) or math.isinf(a)):
        return {"x": number(a)}
    if isinstance(a, float) and a == int(a) and "number" in schema_type:
        return {"f": int(a)}
    if isinstance(a, (torch.layout, torch.memory_format)):
        return {"m": str(a)[6:]}
    if isinstance(a, torch.device):
        return str(a)
    return a


def weights(t, k):
    n = t.numel()
    w = torch.tensor([((i * 5 + 3 * k) % 11 - 4) / 8 + 0.0625 for i in range(n)], dtype=torch.float64).reshape(t.shape)
    return w.to(t.dtype)


def chain(roots):
    seen, names, queue = set(), [], [r for r in roots if r is not None]
    while queue:
        f = queue.pop(0)
        if f in seen:
            continue
        seen.add(f)
        name = f.name().removeprefix("torch::autograd::")
        if name != "AccumulateGrad":
            names.append(name)
        queue += [n for n, _ in f.next_functions if n is not None]
    return names


def resolve(op, inplace):
    base, _, overload = op.partition(".")
    packet = getattr(torch.ops.aten, base + ("_" if inplace else ""))
    name = overload or "default"
    # `floor_divide_` exists only as `floor_divide_.Tensor`, `pow_.Tensor` is the in-place `pow.Tensor_Tensor`.
    names = [n for n in (name, name.removeprefix("Tensor_")) if n in packet.overloads()]
    return getattr(packet, names[0] if names else packet.overloads()[0])


def error_json(e):
    return {"type": type(e).__name__, "text": str(e).split("\nException raised from")[0]}


def run(case):
    leaves = []

    def make(a):
        if isinstance(a, T):
            t = build(a, 17 * len(leaves))
            leaves.append((t, a))
            return t
        if isinstance(a, list):
            return [make(x) for x in a]
        return a

    args = [make(a) for a in case.args]
    kwargs = {k: make(a) for k, a in case.kwargs.items()}
    inputs = [t for t, _ in leaves]
    op = resolve(case.op, case.inplace)
    # A single number stands for a list where the schema gives the list's size; Python's parser does this, `torch.ops` does not.
    for i, p in enumerate(op._schema.arguments):
        if str(p.type) in ("List[int]", "Optional[List[int]]") and p.N:
            if i < len(args) and isinstance(args[i], int) and not isinstance(args[i], bool):
                args[i] = [args[i]] * p.N
            elif isinstance(kwargs.get(p.name), int):
                kwargs[p.name] = [kwargs[p.name]] * p.N
    record = {"op": case.op, "in": [tensor_json(t) for t in inputs]}
    if case.inplace:
        record["inplace"] = 1
    if case.seed is not None:
        record["seed"] = case.seed
    positional = []
    for i, p in enumerate(op._schema.arguments):
        if i < len(args):
            a = args[i]
        elif p.name in kwargs:
            a = kwargs[p.name]
        elif p.has_default_value():
            break_default = all(q.name not in kwargs for q in op._schema.arguments[i:])
            if break_default:
                break
            a = p.default_value
            if str(p.type) == "Optional[ScalarType]" or p.name == "dtype":
                a = None if a is None else torch.int64 if a == 4 else a
        else:
            a = None
        positional.append(arg_json(a, inputs, str(p.type)))
    record["args"] = positional

    def forward(grad_at):
        xs = [t.detach().clone(memory_format=torch.preserve_format).requires_grad_(i in grad_at) for i, t in enumerate(inputs)]
        put = lambda a: next((x for x, t in zip(xs, inputs) if t is a), a) if isinstance(a, torch.Tensor) else [put(x) for x in a] if isinstance(a, list) else a
        ys, ks = [put(a) for a in args], {k: put(a) for k, a in kwargs.items()}
        if case.inplace:
            ys[0] = ys[0].clone()
        if case.seed is not None:
            torch.manual_seed(case.seed)
        out = op(*ys, **ks)
        outs = list(out) if isinstance(out, (list, tuple)) else [out]
        return xs, outs

    try:
        _, outs = forward(())
    except Exception as e:
        record["error"] = error_json(e)
        return record
    record["out"] = [tensor_json(o, case.values) if isinstance(o, torch.Tensor) else {"n": number(o)} for o in outs]
    able = [i for i, (t, a) in enumerate(leaves) if a.grad and (t.is_floating_point() or t.is_complex())]
    sets = [()] if not able else [tuple(able)] + ([(i,) for i in able] if len(able) > 1 else [])
    runs = []
    for grad_at in sets:
        if not grad_at:
            continue
        r = {"rg": list(grad_at)}
        runs.append(r)
        try:
            xs, outs = forward(grad_at)
        except Exception as e:
            r["error"] = error_json(e)
            continue
        tensors = [o for o in outs if isinstance(o, torch.Tensor)]
        roots = [(k, o) for k, o in enumerate(tensors) if o.requires_grad]
        r["has"] = [int(o.requires_grad) for o in tensors]
        if not roots:
            continue
        r["nodes"] = chain([o.grad_fn for _, o in roots])
        wanted = [xs[i] for i in grad_at]
        given = [weights(o, k) for k, o in roots]
        try:
            grads = torch.autograd.grad([o for _, o in roots], wanted, given, allow_unused=True)
        except Exception as e:
            r["backward"] = error_json(e)
            continue
        r["grads"] = [None if g is None else (flat(g) if case.values else []) for g in grads]
        try:
            torch.autograd.grad([o for _, o in roots], wanted, given, allow_unused=True)
            r["again"] = 1
        except RuntimeError:
            r["again"] = 0
        if not case.second or (len(grad_at) < len(able) and len(able) > 1):
            continue
        try:
            xs, outs = forward(grad_at)
            tensors = [o for o in outs if isinstance(o, torch.Tensor)]
            wanted = [xs[i] for i in grad_at]
            ws = [weights(o, k).requires_grad_() for k, o in roots]
            grads = torch.autograd.grad([tensors[k] for k, _ in roots], wanted, ws, allow_unused=True, create_graph=True)
            second = [(k, g) for k, g in enumerate(grads) if g is not None and g.requires_grad]
            r["gnodes"] = [None if g is None or g.grad_fn is None else g.grad_fn.name().removeprefix("torch::autograd::") for g in grads]
            if second:
                gg = torch.autograd.grad([g for _, g in second], wanted + ws, [weights(g, 2 + k) for k, g in second], allow_unused=True)
                r["second"] = [None if g is None else (flat(g) if case.values else []) for g in gg]
        except Exception as e:
            r["secondError"] = error_json(e)
    if runs:
        record["runs"] = runs
    return record


def main():
    for table in sys.argv[1:]:
        cases = importlib.import_module("cases_" + table).CASES
        lines = []
        for c in cases:
            try:
                lines.append(json.dumps(run(c), separators=(",", ":"), allow_nan=False))
            except Exception as e:
                print("not recorded:", c.op, c.args, repr(e)[:300])
        with open(os.path.join(here, table + ".json"), "w") as f:
            f.write("[\n" + ",\n".join(lines) + "\n]\n")
        print(table, len(lines), "cases")


if __name__ == "__main__":
    main()
