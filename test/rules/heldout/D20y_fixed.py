import torch
from torch import nn
import torch.nn.functional as F


class BaseEncoder(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.proj = nn.Linear(dim, dim)

    def forward(self, x):
        return F.relu(self.proj(x))


class CachedEncoder(BaseEncoder):
    """Keeps the last code around for plots."""

    def forward(self, x):
        code = super().forward(x)
        self.last = code.detach()
        return code


class AutoEncoder(nn.Module):
    def __init__(self, dim=5):
        super().__init__()
        self.enc = CachedEncoder(dim)
        self.dec = nn.Linear(dim, dim)

    def forward(self, x):
        return self.dec(self.enc(x))


def fit(batches=3):
    ae = AutoEncoder()
    opt = torch.optim.Adam(ae.parameters(), 1e-3)
    for _ in range(batches):
        x = torch.rand(7, 5)
        loss = F.mse_loss(ae(x), x)
        opt.zero_grad()
        loss.backward()
        opt.step()
    return ae


ae = fit()
