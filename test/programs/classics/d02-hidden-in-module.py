import torch
from torch import nn


class Memory(nn.Module):
    def __init__(self):
        super().__init__()
        self.cell = nn.RNNCell(2, 2)
        self.h = torch.zeros(1, 2)

    def forward(self, x):
        self.h = self.cell(x, self.h)
        return self.h


torch.manual_seed(0)
m = Memory()
opt = torch.optim.SGD(m.parameters(), 0.1)
for i in range(2):
    loss = m(torch.ones(1, 2)).sum()
    m.h.detach()
    opt.zero_grad()
    loss.backward()
    opt.step()
    print(i, loss)
