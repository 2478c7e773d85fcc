import torch
from torch import nn
net = nn.Linear(4, 2)
opt = torch.optim.SGD(net.parameters(), 0.1)
accum = 2
opt.zero_grad()
for i in range(4):
    loss = net(torch.randn(3, 4)).pow(2).mean() / accum
    loss.backward()
    if (i + 1) % accum == 0:
        nn.utils.clip_grad_value_(net.parameters(), 1.)
        opt.step()
        opt.zero_grad()
