import torch
from torch import nn
from torch.distributions import Normal, kl_divergence

class VAE(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Linear(6, 8)
        self.loc, self.scale = nn.Linear(8, 2), nn.Linear(8, 2)
        self.dec = nn.Linear(2, 6)
    def forward(self, x):
        h = torch.relu(self.body(x))
        q = Normal(self.loc(h), nn.functional.softplus(self.scale(h)) + 1e-3)
        z = q.rsample()
        return self.dec(z), q

vae = VAE()
opt = torch.optim.Adam(vae.parameters())
for _ in range(2):
    x = torch.rand(4, 6)
    xr, q = vae(x)
    rec = nn.functional.mse_loss(xr, x)
    opt.zero_grad()
    rec.backward()
    opt.step()
