import torch
v = torch.zeros(2, 3, requires_grad=True)
n = (v * v).sum(1).sqrt()  # expect: grad-nan
n.sum().backward()
