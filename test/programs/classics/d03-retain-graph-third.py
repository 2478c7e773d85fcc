import torch
from torch import nn

torch.manual_seed(0)
cell = nn.RNNCell(4, 3)
opt = torch.optim.SGD(cell.parameters(), lr=0.1)
h = torch.zeros(2, 3)
for k in range(4):
    h = cell(torch.randn(2, 4), h)
    opt.zero_grad()
    h.pow(2).mean().backward(retain_graph=True)
    opt.step()
    print("step", k)
