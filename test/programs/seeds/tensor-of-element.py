import torch

a = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
c = torch.tensor(a[1])
print(c, c.requires_grad)
d = a[1].clone().detach().requires_grad_()
print(d)
try:
    torch.autograd.grad(c, a)
except RuntimeError as error:
    print(error)
torch.autograd.grad(d, a)
