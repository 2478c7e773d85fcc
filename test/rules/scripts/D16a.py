import torch
from torch import nn
class MLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.layers = []  # expect: module-unregistered
        for a, b in zip(sizes, sizes[1:]):
            self.layers.append(nn.Linear(a, b))
        self.final = nn.Linear(sizes[-1], 1)
    def forward(self, x):
        for l in self.layers:
            x = torch.tanh(l(x))
        return self.final(x)
net = MLP([3, 8, 8])
opt = torch.optim.SGD(net.parameters(), lr=0.1)
for _ in range(2):
    opt.zero_grad(); net(torch.randn(4, 3)).sum().backward(); opt.step()
