import torch

x = torch.ones(4, 2, requires_grad=True)
for name, make in {
    "unbind": lambda h: h.unbind(0), "split": lambda h: h.split(2), "chunk": lambda h: h.chunk(2),
    "iter": lambda h: list(h), "tensor_split": lambda h: h.tensor_split(2), "split_with_sizes": lambda h: h.split([1, 3]),
    "one chunk": lambda h: h.chunk(1),
}.items():
    h = x * 1
    parts = make(h)
    try:
        parts[-1].mul_(2)
        print(name, "ok", parts[-1].grad_fn.name(), h.grad_fn.name())
    except RuntimeError as error:
        print(name, "->", error)
h = x * 1
a, b = h.chunk(2)
h.add_(1)
print(a)
try:
    print((a + 1).sum())
except RuntimeError as error:
    print(error)
n = torch.ones(4)
a, b = n.chunk(2)
a += 1
print(n, a._version)
try:
    a.add_(x[0, 0])
except RuntimeError as error:
    print(error)
