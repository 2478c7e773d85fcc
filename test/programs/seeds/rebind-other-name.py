import torch

torch.manual_seed(0)
eta = torch.nn.Parameter(torch.rand(4), requires_grad=True)
scaled = eta * 2
print(scaled)
scaled.sum().backward()
print(eta.grad)
eta.grad = None
(scaled.detach() * eta).sum().backward()
print(eta.grad)
