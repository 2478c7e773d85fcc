import torch
from torch import nn
net = nn.Linear(3, 4)
opt = torch.optim.Adam(net.parameters())
for _ in range(2):
    idx = net(torch.randn(5, 3)).topk(1).indices.float()  # expect: optimizer-no-gradient
    loss = (idx - 2).abs().mean().requires_grad_()  # expect: grad-glued
    opt.zero_grad(); loss.backward(); opt.step()
