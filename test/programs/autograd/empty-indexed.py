"""Memory from torch.empty, written by index."""
import torch
r = torch.empty(4)
r[torch.tensor([2, 0, 3, 1])] = torch.linspace(-0.5, 0.5, 4)
print(r)
e = torch.empty(2, 3)
e[torch.tensor([True, False])] = 5.0
e[1, torch.tensor([0, 2])] = torch.tensor([1.0, 2.0])
e[1, 1] = 9
print(e)
s = torch.empty(3).scatter_(0, torch.tensor([0, 1, 2]), torch.tensor([4.0, 5.0, 6.0]))
print(s)
k = torch.empty(2, 2)
k.index_copy_(0, torch.tensor([1, 0]), torch.tensor([[1.0, 2.0], [3.0, 4.0]]))
print(k, torch.empty(3).masked_fill_(torch.tensor([True, True, True]), 2.0))
z = torch.empty(3)
z[0] = 1
z.fill_(0).add_(2)
print(z)
