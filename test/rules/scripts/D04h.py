import torch
from torch import nn
from functools import lru_cache
class Rel(nn.Module):
    def __init__(self):
        super().__init__()
        self.table = nn.Parameter(torch.zeros(5))
        self._bias = {}
    def bias(self, n):
        if n not in self._bias:
            self._bias[n] = torch.tanh(self.table[:n])  # expect: graph-freed
        return self._bias[n]
    def forward(self, x):
        return x + self.bias(x.shape[-1])
net = Rel()
opt = torch.optim.SGD(net.parameters(), 0.1)
for _ in range(2):
    loss = net(torch.randn(2, 3)).pow(2).sum()
    opt.zero_grad(); loss.backward(); opt.step()  # raises: Trying to backward through the graph a
