import torch

torch.manual_seed(0)
t = torch.nn.Parameter(torch.randn(12, 1), requires_grad=True)
t = t.view(3, 4)
t.sum().backward()
print(t.grad)
print(t)
