import torch
from torch import nn
import losses

net = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 1))
opt = torch.optim.SGD(net.parameters(), lr=0.1)
x, y = torch.randn(6, 3), torch.randn(6, 1)
for epoch in range(2):
    loss = losses.weighted(losses.terms_of(net(x), y), {"l1": 1.0, "l2": 0.5})
    opt.zero_grad()
    loss.backward()  # raises: does not require grad
    opt.step()
