import torch

torch.manual_seed(0)
t = torch.nn.Parameter(torch.randn(6, 1), requires_grad=True)
print(t)
T = t.view(2, 3)
print(T)
T.sum().backward()
print(T.grad)
print(t.grad)
