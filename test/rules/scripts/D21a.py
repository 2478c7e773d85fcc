import torch
from torch import nn
net = nn.Linear(3, 1)
opt = torch.optim.Adam(net.parameters())
sched = torch.optim.lr_scheduler.StepLR(opt, 1)
for epoch in range(3):
    out = net(torch.randn(8, 3))
    loss = out.pow(2).mean()
    loss.backward()  # expect: optimizer-accumulates
    opt.step()
    sched.step()
