import torch
from torch.autograd.functional import hessian, jacobian, vjp

f = lambda x: (x ** 3).sum()
x = torch.tensor([1.0, 2.0])
print(hessian(f, x))
print(jacobian(lambda t: torch.stack([t[0] * t[1], t.sum()]), x))
print(vjp(lambda t: t * 2, x, torch.ones(2)))
print(torch.func.grad(f)(x))
print(torch.func.grad(torch.func.grad(lambda t: t ** 3))(torch.tensor(2.0)))
print(torch.func.vmap(lambda t: t * 2)(torch.arange(3.0)))
value, pull = torch.func.vjp(f, x)
print(value, pull(torch.tensor(1.0)))
print(torch.func.jacrev(lambda t: t ** 2)(x))
print(torch.func.grad_and_value(f)(x))
