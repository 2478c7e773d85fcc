import torch
from torch import nn
import torch.nn.functional as F


class Prior(nn.Module):
    def __init__(self):
        super().__init__()
        self.mean = nn.Parameter(torch.zeros(2))
        self.raw_std = nn.Parameter(torch.ones(2))

    @property
    def std(self):
        return F.softplus(self.raw_std)

    def log_prob(self, x):
        return -((x - self.mean) / self.std).pow(2).sum() / 2 - self.std.log().sum()

    def sample(self, eps):
        return self.mean + self.std * eps


torch.manual_seed(5)
prior = Prior()
optimizer = torch.optim.Adam(prior.parameters(), lr=1e-2)
eps = torch.randn(2)
print(prior.sample(eps))
for i in range(3):
    optimizer.zero_grad()
    nll = -prior.log_prob(torch.tensor([0.5, -0.5]))
    nll.backward()
    optimizer.step()
    print(i, nll)
print(prior.std)
for name, p in prior.named_parameters():
    print(name, p, p.grad)
