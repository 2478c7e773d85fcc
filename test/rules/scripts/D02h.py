import torch
from torch import nn
class Wrapper(nn.Module):
    def __init__(self, core):
        super().__init__()
        self.core = core
        self.h = [torch.zeros(1, 4)]
    def forward(self, x):
        nxt = self.core(x, self.h[-1])  # expect: graph-freed
        self.h.append(nxt)
        return nxt
net = Wrapper(nn.GRUCell(2, 4))
opt = torch.optim.Adam(net.parameters())
for t in range(3):
    loss = net(torch.randn(1, 2)).sum()
    opt.zero_grad(); loss.backward(); opt.step()  # raises: Trying to backward through the graph a
