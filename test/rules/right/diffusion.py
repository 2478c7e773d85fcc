import copy, math, torch
from torch import nn
import torch.nn.functional as F

def timestep_embedding(t, dim):
    half = dim // 2
    freqs = torch.exp(-math.log(10000) * torch.arange(half) / half)
    args = t[:, None].float() * freqs[None]
    return torch.cat([args.cos(), args.sin()], -1)

class Unet(nn.Module):
    def __init__(self, d=6):
        super().__init__()
        self.t = nn.Sequential(nn.Linear(8, d), nn.SiLU())
        self.inp, self.mid, self.out = nn.Linear(2, d), nn.Linear(d, d), nn.Linear(2 * d, 2)
        nn.init.zeros_(self.out.weight)
    def forward(self, x, t):
        h = self.inp(x)
        h = h + self.t(timestep_embedding(t, 8))
        m = F.silu(self.mid(h))
        return self.out(torch.cat([m, h], -1))

class Diffusion(nn.Module):
    def __init__(self, model, T=20):
        super().__init__()
        self.model, self.T = model, T
        betas = torch.linspace(1e-4, 0.02, T)
        alphas = 1 - betas
        for n, v in dict(betas=betas, alphas=alphas, ac=torch.cumprod(alphas, 0)).items():
            self.register_buffer(n, v)
    def forward(self, x0):
        t = torch.randint(0, self.T, (x0.shape[0],))
        noise = torch.randn_like(x0)
        a = self.ac[t][:, None]
        xt = a.sqrt() * x0 + (1 - a).sqrt() * noise
        loss = F.mse_loss(self.model(xt, t), noise, reduction="none")
        return (loss.mean(1) * (a.squeeze(1) / (1 - a.squeeze(1))).clamp(max=5)).mean()
    @torch.inference_mode()
    def sample(self, n):
        x = torch.randn(n, 2)
        for i in reversed(range(self.T)):
            t = torch.full((n,), i)
            eps = self.model(x, t)
            x = (x - self.betas[i] / (1 - self.ac[i]).sqrt() * eps) / self.alphas[i].sqrt()
            if i > 0:
                x += self.betas[i].sqrt() * torch.randn_like(x)
        return x

@torch.no_grad()
def update_ema(ema, model, rate=0.99):
    for e, p in zip(ema.parameters(), model.parameters()):
        e.mul_(rate).add_(p, alpha=1 - rate)

diff = Diffusion(Unet())
ema = copy.deepcopy(diff).eval().requires_grad_(False)
opt = torch.optim.AdamW(diff.parameters(), 1e-3)
for _ in range(3):
    loss = diff(torch.randn(8, 2))
    opt.zero_grad(); loss.backward(); opt.step()
    update_ema(ema, diff)
print(ema.sample(2).shape)
