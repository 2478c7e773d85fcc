"""Numbers written into tensors of another dtype: what fits, what goes round, what PyTorch refuses."""
import torch
import torch.nn.functional as F

VALUES = [True, -1, 255, 256, -129, 70000, 2**31, 2**40, 1.5, -1.5, 255.9, 70000.0, 1e39, float("inf"), float("-inf"), float("nan"), 0j, 2 + 0j, 1j]
TYPES = [torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64, torch.float16, torch.bfloat16, torch.float32, torch.float64, torch.complex64, torch.bool]
MASK = torch.tensor([True, False, True])


OPS = {
    "fill_": lambda x, v: x.fill_(v),
    "full": lambda x, v: torch.full((2,), v, dtype=x.dtype),
    "full without dtype": lambda x, v: torch.full((2,), v),
    "full_like": lambda x, v: torch.full_like(x, v),
    "new_full": lambda x, v: x.new_full((2,), v),
    "tensor": lambda x, v: torch.tensor([v], dtype=x.dtype),
    "scalar_tensor": lambda x, v: torch.scalar_tensor(v, dtype=x.dtype),
    "masked_fill": lambda x, v: x.masked_fill(MASK, v),
    "masked_fill_": lambda x, v: x.masked_fill_(MASK, v),
    "masked_fill 0-dim": lambda x, v: x.masked_fill(MASK, torch.tensor(v)),
    "index_fill": lambda x, v: x.index_fill(0, torch.tensor([0]), v),
    "x[0] =": lambda x, v: (x.__setitem__(0, v), x)[1],
    "x[...] =": lambda x, v: (x.__setitem__(Ellipsis, v), x)[1],
    "x[mask] =": lambda x, v: (x.__setitem__(MASK, v), x)[1],
    "x[list] =": lambda x, v: (x.__setitem__([0, 2], v), x)[1],
    "pad": lambda x, v: F.pad(x, (1, 0), value=v),
    "constant_": lambda x, v: torch.nn.init.constant_(x, v),
    "where": lambda x, v: torch.where(~MASK, x, v),
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
