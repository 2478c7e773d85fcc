import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
z = torch.tensor([3.0, 4.0], requires_grad=True)
c = torch.ones(2)
print(torch.autograd.grad((x * z).sum(), (x, z)))
print(torch.autograd.grad(x * z, x, grad_outputs=torch.tensor([1.0, 0.5])))
print(torch.autograd.grad((x * x).sum(), [x, z], allow_unused=True))
print(torch.autograd.grad((x * x).sum(), [x, z], materialize_grads=True))
print(x.grad, z.grad)
for name, call in {
    "unused": lambda: torch.autograd.grad((x * x).sum(), z),
    "no rg": lambda: torch.autograd.grad((x * x).sum(), c),
    "empty": lambda: torch.autograd.grad((x * x).sum(), []),
    "vector": lambda: torch.autograd.grad(x * x, x),
    "clone": lambda: torch.autograd.grad((x * x).sum(), x.clone()),
    "no graph": lambda: torch.autograd.grad(c.sum(), x),
    "nonleaf": lambda: (lambda h: torch.autograd.grad((h * h).sum(), h))(x * 2),
    "twice": lambda: (lambda y: (torch.autograd.grad(y, x), torch.autograd.grad(y, x)))((x * x).sum()),
    "conflict": lambda: torch.autograd.grad(x.sum(), x, allow_unused=False, materialize_grads=True),
    "batched": lambda: torch.autograd.grad([x.sum(), (z * 2).sum()], [x, z]),
}.items():
    try:
        print(name, call())
    except Exception as error:
        print(name, type(error).__name__, error)
