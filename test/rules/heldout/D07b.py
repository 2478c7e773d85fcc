import torch
import torch.nn.functional as F
from torch import nn

class Whiten(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.fc = nn.Linear(dim, dim)
    def forward(self, x):
        h = self.fc(x)
        scale = F.softplus(h)
        mean = h.mean(0, keepdim=True)
        h -= mean  # expect: inplace-saved
        return h * scale

net = Whiten(4)
opt = torch.optim.SGD(net.parameters(), lr=.1)
x = torch.randn(9, 4)
loss = net(x).square().mean()
loss.backward()  # raises: modified by an inplace operation
opt.step()
