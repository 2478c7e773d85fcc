import torch

h = torch.ones(4, requires_grad=True) * 2
with torch.no_grad():
    part = h[:2]
print(part.requires_grad, part.grad_fn)
part += 1
