import torch

torch.manual_seed(0)
eta = torch.nn.Parameter(torch.rand(4), requires_grad=True)
print(eta)
eta = eta * 2
print(eta)
eta.sum().backward()
print(eta.grad)
print(eta.is_leaf, eta.requires_grad)
