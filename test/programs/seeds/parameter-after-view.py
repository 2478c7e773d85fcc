import torch

torch.manual_seed(0)
k = torch.randn(12, 1)
print(k)
k = k.view(3, 4)
kp = torch.nn.Parameter(k, requires_grad=True)
(kp * torch.arange(4.0)).sum().backward()
print(kp)
print(kp.grad)
