import torch
from torch import nn
import torch.nn.functional as F

net = nn.Linear(4, 3)
opt = torch.optim.SGD(net.parameters(), 0.1)
noise = torch.zeros(5, 4)
for _ in range(2):
    x, y = torch.rand(5, 4), torch.randint(0, 3, (5,))
    for r in range(3):
        pert = noise[: x.size(0)].clone().requires_grad_()
        adv = x + pert
        adv.clamp_(0, 1.0)
        loss = F.cross_entropy(net(adv), y)
        opt.zero_grad()
        loss.backward()
        noise[: x.size(0)] += 0.01 * pert.grad.sign()
        noise.clamp_(-0.1, 0.1)
        opt.step()
