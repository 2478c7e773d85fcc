import torch

p = torch.nn.Parameter(torch.tensor([0.5, 1.5]))
parts = [p[0] + 1, p[1] * 3]
joined = torch.tensor(parts, requires_grad=True)
print(joined)
loss = (joined ** 2).sum()
loss.backward()
print(p.grad, joined.grad)
again = torch.as_tensor(parts)
print(again, again.requires_grad)
other = torch.Tensor(parts)
print(other, other.requires_grad)
loss = other.sum() + p.sum()
loss.backward()
print(p.grad)
