"""Element types that masks, convolutions and `~` do not take, and what is still taken with a warning."""
import torch
import torch.nn.functional as F

TYPES = [torch.bool, torch.uint8, torch.int32, torch.int64, torch.uint16, torch.float32]


def told(name, make):
    try:
        out = make()
        print(name, out.dtype, out.flatten().tolist()[:4])
    except Exception as e:
        print(name, f"{type(e).__name__}: {e}")


def assigned(mask, value):
    x = torch.tensor([1.0, 2.0, 3.0])
    x[mask] = value
    return x


for dtype in TYPES:
    print(dtype)
    mask = torch.tensor([1, 0, 1]).to(dtype)
    x = torch.tensor([1.0, 2.0, 3.0])
    told("  where", lambda: torch.where(mask, x, 0.0))
    told("  x[mask]", lambda: x[mask])
    told("  x[mask] = number", lambda: assigned(mask, 5.0))
    told("  x[mask] = tensor", lambda: assigned(mask, torch.tensor([5.0])))
    told("  x[mask] = tensors", lambda: assigned(mask, torch.tensor([5.0, 6.0])))
    told("  masked_fill", lambda: x.masked_fill(mask, 5.0))
    told("  masked_scatter", lambda: x.masked_scatter(mask, x))
    told("  masked_select", lambda: x.masked_select(mask))
    told("  ~mask", lambda: ~mask)
    for n, conv, back in ((1, F.conv1d, F.conv_transpose1d), (2, F.conv2d, F.conv_transpose2d), (3, F.conv3d, F.conv_transpose3d)):
        image, kernel = torch.ones([1, 1] + [3] * n).to(dtype), torch.ones([1, 1] + [2] * n).to(dtype)
        told(f"  conv{n}d", lambda: conv(image, kernel))
        told(f"  conv_transpose{n}d", lambda: back(image, kernel))
    for name in ("abs", "neg", "cumsum", "sort", "argmax", "nonzero", "tril", "flip", "bincount", "relu", "sqrt", "bitwise_not"):
        args = [0] if name in ("cumsum", "sort", "flip") else []
        t = torch.tensor([[3, 1], [2, 0]]).to(dtype) if name == "tril" else torch.tensor([3, 1, 2]).to(dtype)
        told("  " + name, lambda: (lambda r: r[0] if isinstance(r, tuple) else r)(getattr(torch, name)(t, *args)))

print("values of masked fills")
for dtype, value in ((torch.uint8, 300), (torch.uint8, -3), (torch.int64, float("inf")), (torch.float16, 1e6), (torch.float32, 1e6)):
    for mask in (torch.tensor([True, False]), torch.tensor([False, False]), torch.tensor([0])):
        x = torch.zeros(2, dtype=dtype)
        told(f"  {dtype} {value}", lambda: x.index_put((mask,), torch.tensor([value])))
