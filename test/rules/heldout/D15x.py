import torch
from torch import nn

net = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1))
n = sum(p.numel() for p in net.parameters())
mean, log_std = torch.zeros(n, requires_grad=True), torch.full((n,), -3., requires_grad=True)
opt = torch.optim.Adam([mean, log_std], lr=1e-2)
for step in range(2):
    theta = mean + log_std.exp() * torch.randn(n)
    nn.utils.vector_to_parameters(theta, net.parameters())  # expect: detached-data
    x = torch.randn(6, 2)
    nll = (net(x) - x.sum(-1, keepdim=True)).pow(2).mean()
    kl = 0.5 * (mean.pow(2) + (2 * log_std).exp() - 2 * log_std).sum()
    opt.zero_grad()
    (nll + 1e-3 * kl).backward()
    opt.step()
