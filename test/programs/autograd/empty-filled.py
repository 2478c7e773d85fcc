"""Memory from torch.empty, written piece by piece."""
import torch
x = torch.empty(3)
for i in range(3): x[i] = i
print(x)
y = torch.empty(2, 3)
y[0] = torch.arange(3.); y[1, :2] = 5; y[1, 2] = 7
print(y)
z = torch.empty(4); z[1:].copy_(torch.arange(3.)); z[0] = 9; print(z, z.sum())
w = torch.empty(4); torch.cumsum(torch.ones(3), 0, out=w.narrow(0, 1, 3)); w.narrow(0, 0, 1).zero_(); print(w)
