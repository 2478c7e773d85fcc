import torch

x = torch.arange(6.0).view(2, 3).requires_grad_()
h = x * 1
h.t_()
print(h.shape, h.grad_fn.name(), h._version, h.stride())
h.unsqueeze_(0)
print(h.shape, h.grad_fn.name())
h.squeeze_()
h.transpose_(0, 1)
print(h.shape, h._version)
g = x * 1
v = g[:1]
v.t_()
print(v.shape, g.shape, g.grad_fn.name(), v.grad_fn.name(), g._version)
d = x.detach()
d.t_()
print(d.shape, x.shape)
(h * torch.arange(6.0).view(2, 3)).sum().backward()
print(x.grad)
