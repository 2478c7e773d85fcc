import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
xx = x.clone()
print(torch.autograd.grad((xx ** 2).sum(), xx), torch.autograd.grad((x.clone() ** 2).sum(), x))
print(torch.autograd.grad((x ** 2).sum(), [x, xx], allow_unused=True))
torch.autograd.grad((x ** 2).sum(), xx)
