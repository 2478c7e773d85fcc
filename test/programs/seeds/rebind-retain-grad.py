import torch

torch.manual_seed(6)
t = torch.nn.Parameter(torch.randn(6, 1))
t = t.view(2, 3)
t.retain_grad()
print(t)
(t * t).sum().backward()
print(t.grad)
print(t.retains_grad)
