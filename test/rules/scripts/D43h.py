import torch
from torch import nn
net = nn.Linear(2, 1)
opt = torch.optim.SGD(net.parameters(), .1)
start = dict(net.state_dict())  # expect: module-state-dict
for lr in (0.1, 0.2):
    net.load_state_dict(start)
    for _ in range(2):
        opt.zero_grad(); net(torch.randn(3, 2)).pow(2).sum().backward(); opt.step()
