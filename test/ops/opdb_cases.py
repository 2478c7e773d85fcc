"""How a case of opdb.py is written: tensors by strides and numbers, arguments as tagged JSON, results of earlier calls by number."""
import math

import torch


class Skip(Exception):
    """Why a sample is no case."""


def tensors_of(value):
    if isinstance(value, torch.Tensor):
        return [value]
    if isinstance(value, (list, tuple)):
        return [t for x in value for t in tensors_of(x)]
    if isinstance(value, dict):
        return [t for x in value.values() for t in tensors_of(x)]
    return []


def number(x):
    """Enough digits to get the same float32 back."""
    if isinstance(x, bool):
        return int(x)
    if isinstance(x, int):
        return x if abs(x) < 2**53 else {"i": str(x)}
    if math.isnan(x):
        return "nan"
    if math.isinf(x):
        return "inf" if x > 0 else "-inf"
    if x == int(x) and abs(x) < 1e9 and not (x == 0 and math.copysign(1, x) < 0):
        return int(x)
    return x


def numbers_of(t):
    """In memory order; float32 in as few digits as tell it apart."""
    digits = 9 if t.dtype in (torch.float32, torch.complex64) else 17
    short = lambda x: number(x if digits == 17 or math.isnan(x) or math.isinf(x) else float(f"{x:.9g}")) if isinstance(x, float) else number(x)
    out = []
    for x in t.tolist():
        out += [short(x.real), short(x.imag)] if isinstance(x, complex) else [short(x)]
    return out


def plain(t):
    t = t.detach()
    if t._is_zerotensor():
        return torch.zeros(t.shape, dtype=t.dtype)
    return t.resolve_conj().resolve_neg()


def tensor_json(t, numbers=True, memory=False):
    """`v`: numbers in logical order, or with `memory` the piece of storage that the tensor spans, read through `st`."""
    if t.layout != torch.strided or t.is_nested or t.is_quantized:
        raise Skip("sparse or nested tensors")
    if t.device.type != "cpu":
        raise Skip("another device")
    t = plain(t)
    d = {"s": list(t.shape), "d": str(t.dtype)[6:]}
    if t.numel() > 0 and not t.is_contiguous():
        d["st"] = list(t.stride())
    if memory and "st" in d:
        span = 1 + sum((n - 1) * s for n, s in zip(t.shape, t.stride()))
        d["v"] = numbers_of(t.as_strided((span,), (1,)))
    elif numbers:
        d["v"] = numbers_of(t.reshape(-1))
    return d


def build(d, requires_grad):
    """The tensor of a case's `in`."""
    dtype = getattr(torch, d["d"])
    flat = [float(x) if isinstance(x, str) else int(x["i"]) if isinstance(x, dict) else x for x in d["v"]]
    if dtype.is_complex:
        flat = [complex(a, b) for a, b in zip(flat[::2], flat[1::2])]
    t = torch.tensor(flat, dtype=dtype)
    t = t.as_strided(d["s"], d["st"]) if "st" in d else t.reshape(d["s"])
    return t.detach().requires_grad_(bool(d.get("rg")) and requires_grad)


class Writer:
    def __init__(self):
        self.inputs = []
        self.places = {}
        self.alive = []

    def result(self, call, value, path=()):
        """Remembers where the tensors of a call's result are."""
        self.alive.append(value)
        if isinstance(value, torch.Tensor):
            self.places.setdefault(id(value), {"r": call, "p": list(path)} if path else {"r": call})
        elif isinstance(value, (list, tuple)):
            for i, x in enumerate(value):
                self.result(call, x, (*path, i))

    def tensor(self, t):
        known = self.places.get(id(t))
        if known is None:
            d = tensor_json(t, memory=True)
            if t.requires_grad:
                d["rg"] = 1
            known = {"t": len(self.inputs)}
            self.inputs.append(d)
            self.places[id(t)] = known
            self.alive.append(t)
        return known

    def value(self, a):
        if isinstance(a, torch.Tensor):
            return self.tensor(a)
        if a is None or isinstance(a, (bool, str)):
            return a
        if isinstance(a, int):
            return number(int(a))
        if isinstance(a, float):
            return {"f": number(a)}
        if isinstance(a, complex):
            return {"c": [number(a.real), number(a.imag)]}
        if isinstance(a, (torch.dtype, torch.layout, torch.memory_format)):
            return {"py": str(a)}
        if isinstance(a, torch.device):
            return str(a)
        if isinstance(a, slice):
            return {"slice": [self.value(x) for x in (a.start, a.stop, a.step)]}
        if a is Ellipsis:
            return {"py": "Ellipsis"}
        if isinstance(a, list):
            return [self.value(x) for x in a]
        if isinstance(a, tuple):
            return {"tuple": [self.value(x) for x in a]}
        if isinstance(a, dict) and all(isinstance(k, str) for k in a):
            return {"dict": {k: self.value(v) for k, v in a.items()}}
        if isinstance(a, type) and a in (bool, int, float):
            return {"py": a.__name__}
        raise Skip(f"an argument of type {type(a).__name__}")


def read_value(a, inputs, results):
    if isinstance(a, list):
        return [read_value(x, inputs, results) for x in a]
    if not isinstance(a, dict):
        return a
    (tag, x), *rest = a.items()
    if tag == "t":
        return inputs[x]
    if tag == "r":
        value = results[x]
        for i in dict(rest).get("p", ()):
            value = value[i]
        return value
    if tag == "i":
        return int(x)
    if tag == "f":
        return float(x)
    if tag == "c":
        return complex(float(x[0]), float(x[1]))
    if tag == "py":
        return {"Ellipsis": Ellipsis, "bool": bool, "int": int, "float": float}[x] if "." not in x else getattr(torch, x.split(".")[1])
    if tag == "slice":
        return slice(*[read_value(y, inputs, results) for y in x])
    if tag == "tuple":
        return tuple(read_value(y, inputs, results) for y in x)
    if tag == "dict":
        return {k: read_value(v, inputs, results) for k, v in x.items()}
    raise ValueError(a)
