import torch
from torch import nn
import torch.nn.functional as F

class VAE(nn.Module):
    def __init__(self, d=8, z=2):
        super().__init__()
        self.enc, self.mu, self.lv = nn.Linear(d, 16), nn.Linear(16, z), nn.Linear(16, z)
        self.dec = nn.Sequential(nn.Linear(z, 16), nn.ReLU(), nn.Linear(16, d))
    def reparam(self, mu, lv):
        if not self.training:
            return mu
        std = (0.5 * lv).exp_()
        eps = torch.empty_like(std).normal_()
        return eps.mul(std).add_(mu)
    def forward(self, x):
        h = F.relu(self.enc(x), inplace=True)
        mu, lv = self.mu(h), self.lv(h)
        return self.dec(self.reparam(mu, lv)), mu, lv

def elbo(rec, x, mu, lv, beta):
    bce = F.binary_cross_entropy_with_logits(rec, x, reduction="sum")
    kld = -0.5 * torch.sum(1 + lv - mu.pow(2) - lv.exp())
    return bce + beta * kld, bce.item(), kld.item()

vae = VAE()
opt = torch.optim.Adam(vae.parameters())
for step in range(3):
    x = torch.rand(4, 8)
    loss, *_ = elbo(*((r := vae(x))[0], x, r[1], r[2]), beta=min(1.0, step / 2))
    opt.zero_grad(); loss.backward(); opt.step()
vae.eval()
with torch.no_grad():
    vae.dec(torch.randn(3, 2)).sigmoid_()
