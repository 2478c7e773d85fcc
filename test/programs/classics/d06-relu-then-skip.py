import torch
import torch.nn.functional as F
from torch import nn


class Block(nn.Module):
    def __init__(self, dim, inplace):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(dim, dim), nn.Linear(dim, dim)
        self.inplace = inplace

    def forward(self, x):
        y = F.relu(self.fc1(x))
        if self.inplace:
            y += x
        else:
            y = y + x
        return self.fc2(y)


torch.manual_seed(0)
x = torch.randn(2, 3)
good = Block(3, False)
good(x).sum().backward()
print(good.fc1.weight.grad)
bad = Block(3, True)
out = bad(x)
print(out)
out.sum().backward()
