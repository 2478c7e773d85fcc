"""Numbers that operators compute with: which are converted to the tensor's dtype, and refused where they do not fit."""
import torch
import torch.nn.functional as F

VALUES = [True, -1, 255, 256, -129, 70000, 2**31, 2**40, 1.5, -1.5, 255.9, 70000.0, 1e39, float("inf"), float("-inf"), float("nan")]
TYPES = [torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64, torch.float16, torch.bfloat16, torch.float32, torch.float64]


OPS = {
    "add": lambda x, v: x + v,
    "mul": lambda x, v: x * v,
    "eq": lambda x, v: x == v,
    "add alpha": lambda x, v: x.add(x, alpha=v),
    "sub alpha": lambda x, v: x.sub(x, alpha=v),
    "pow": lambda x, v: x**v,
    "floor_divide": lambda x, v: x // v,
    "clamp min": lambda x, v: x.clamp(min=v),
    "clamp_ max": lambda x, v: x.clamp_(max=v),
    "clamp_max": lambda x, v: x.clamp_max(v),
    "hardtanh": lambda x, v: F.hardtanh(x, -200, v),
    "threshold": lambda x, v: F.threshold(x, 1, v),
    "addcmul": lambda x, v: torch.addcmul(x, x, x, value=v),
    "addmm beta": lambda x, v: torch.addmm(x[:1], x[:, None][:1], x[None, :1], beta=v),
    "addmv": lambda x, v: torch.addmv(x[:1], x[None], x, beta=v),
    "addr": lambda x, v: torch.addr(x[:1], x[:1], x[:1], beta=v),
    "baddbmm": lambda x, v: torch.baddbmm(x[:1], x[:1, None, None], x[:1, None, None], beta=v),
    "index_add": lambda x, v: x.index_add(0, torch.tensor([0]), x[:1], alpha=v),
    "lerp": lambda x, v: torch.lerp(x, x, v),
    "leaky_relu": lambda x, v: F.leaky_relu(x, v),
    "softplus": lambda x, v: F.softplus(x * 0, 1, v),
    "hardshrink": lambda x, v: F.hardshrink(x, v),
    "linspace": lambda x, v: torch.linspace(0, v, 2, dtype=x.dtype),
    "isin": lambda x, v: torch.isin(x, v),
}

for name, op in OPS.items():
    for dtype in TYPES:
        refused, given = {}, []
        for value in VALUES:
            try:
                given.append(op(torch.tensor([1, 0, 1]).to(dtype), value).flatten().tolist()[0])
            except Exception as e:
                refused.setdefault(f"{type(e).__name__}: {e}", []).append(value)
        print(name, dtype, given)
        for text, values in refused.items():
            print("   ", text, values)
