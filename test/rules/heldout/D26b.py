import torch
from torch import nn

class ZoneoutLSTM(nn.Module):
    def __init__(self, i, h, p=0.1):
        super().__init__()
        self.x2h = nn.Linear(i, 4 * h)
        self.h2h = nn.Linear(h, 4 * h)
    def forward(self, xs, h, c):
        for x in xs:
            gates = self.x2h(x) + self.h2h(h)
            i, f, g, o = gates.chunk(4, dim=1)
            f += 1.0 # raises: is a view and is being modified inplace  # expect: inplace-view
            c = f.sigmoid() * c + i.sigmoid() * g.tanh()
            h = o.sigmoid() * c.tanh()
        return h, c

net = ZoneoutLSTM(3, 5)
h, c = net(torch.randn(4, 2, 3), torch.zeros(2, 5), torch.zeros(2, 5))
h.sum().backward()
