import torch
from torch import nn

net = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1))
n = sum(p.numel() for p in net.parameters())
mean, log_std = torch.zeros(n, requires_grad=True), torch.full((n,), -3., requires_grad=True)
opt = torch.optim.Adam([mean, log_std], lr=1e-2)
for step in range(2):
    theta = mean + log_std.exp() * torch.randn(n)
    new, i = {}, 0
    for name, p in net.named_parameters():
        new[name] = theta[i:i + p.numel()].view_as(p)
        i += p.numel()
    x = torch.randn(6, 2)
    nll = (torch.func.functional_call(net, new, (x,)) - x.sum(-1, keepdim=True)).pow(2).mean()
    kl = 0.5 * (mean.pow(2) + (2 * log_std).exp() - 2 * log_std).sum()
    opt.zero_grad()
    (nll + 1e-3 * kl).backward()
    opt.step()
