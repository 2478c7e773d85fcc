import torch
from torch import nn
net = nn.Linear(2, 1)
opt = torch.optim.SGD(net.parameters(), .1)
best = None
log = []
for i in range(9):
    loss = net(torch.randn(3, 2)).pow(2).mean()
    opt.zero_grad(); loss.backward(); opt.step()
    log += [loss]  # expect: graph-leak
print(sum(log) / len(log))
