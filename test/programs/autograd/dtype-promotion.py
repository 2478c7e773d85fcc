import torch

a = torch.ones(2)
i = torch.ones(2, dtype=torch.long)
b = torch.tensor([True, False])
d = torch.ones(2, dtype=torch.float64)
z = torch.tensor(2.0, dtype=torch.float64)
h = torch.ones(2, dtype=torch.float16)
pairs = {"a+i": a + i, "a+d": a + d, "a+z": a + z, "i+1.5": i + 1.5, "i+True": i + True, "b+1": b + 1, "b+b": b + b, "i/i": i / i, "i//2": i // 2,
         "i*a": i * a, "h+a": h + a, "h+1": h + 1, "b*a": b * a, "i**2": i ** 2, "i**-1.0": i ** -1.0, "-i": -i, "i.float()": i.float(), "sum b": b.sum(),
         "sum i": i.sum(), "i>a": i > a, "b&b": b & b, "~b": ~b, "mean d": d.mean(), "i.double().mean()": i.double().mean(), "1/i": 1 / i, "2**i": 2 ** i}
for name, y in pairs.items():
    print(name, y, y.dtype)
w = torch.ones(2, requires_grad=True)
(w * d).sum().backward()
print(w.grad, (w * d).dtype)
try:
    torch.ones(2, dtype=torch.long).mean()
except RuntimeError as error:
    print(error)
torch.nn.functional.mse_loss(w.view(2), d).backward()
print(w.grad)
