import torch, torch.nn as nn
from torch.distributions import Normal, Independent
class Actor(nn.Module):
    def __init__(self):
        super().__init__()
        self.mu = nn.Linear(3, 2)
        self.log_std = nn.Parameter(torch.zeros(2))
    def dist(self, s):
        return Independent(Normal(self.mu(s), self.log_std.exp()), 1)
actor, q = Actor(), nn.Linear(5, 1)
opt = torch.optim.Adam(actor.parameters())
for _ in range(2):
    s = torch.randn(4, 3)
    a = actor.dist(s).sample()  # expect: optimizer-no-gradient
    loss = -q(torch.cat([s, a], -1)).mean()
    opt.zero_grad(); loss.backward(); opt.step()
