import torch
from torch import nn

torch.manual_seed(0)
cell = nn.RNNCell(2, 3)
opt = torch.optim.SGD(cell.parameters(), lr=0.1)
x = torch.ones(1, 2)
for retain in (False, True):
    h = torch.zeros(1, 3)
    try:
        for k in range(4):
            h = cell(x, h)
            opt.zero_grad()
            h.pow(2).mean().backward(retain_graph=retain)
            opt.step()
            print(retain, k)
    except RuntimeError as error:
        print(retain, k, str(error)[:70])
h = torch.zeros(1, 3)
for k in range(4):
    h = cell(x, h.detach())
    opt.zero_grad()
    h.pow(2).mean().backward()
    opt.step()
print(h)
