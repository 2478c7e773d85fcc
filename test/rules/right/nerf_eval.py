import torch
from torch import nn

class Nerf(nn.Module):
    def __init__(self, L=3, h=8):
        super().__init__()
        self.register_buffer("freq", 2.0 ** torch.arange(L))
        self.body = nn.Sequential(nn.Linear(3 + 6 * L, h), nn.ReLU(), nn.Linear(h, 4))
    def embed(self, x):
        xb = (x[..., None] * self.freq).flatten(-2)
        return torch.cat([x, xb.sin(), xb.cos()], -1)
    def forward(self, x):
        o = self.body(self.embed(x))
        return torch.sigmoid(o[..., :3]), torch.relu(o[..., 3])

def render(net, ro, rd, n=6):
    z = torch.linspace(0.1, 1, n)
    z = z + torch.rand(ro.shape[0], n) * 0.1
    pts = ro[:, None] + rd[:, None] * z[..., None]
    rgb, sigma = net(pts)
    dist = torch.cat([z[:, 1:] - z[:, :-1], torch.full_like(z[:, :1], 1e10)], -1)
    alpha = 1 - torch.exp(-sigma * dist)
    T = torch.cumprod(torch.cat([torch.ones_like(alpha[:, :1]), 1 - alpha + 1e-10], -1), -1)[:, :-1]
    w = alpha * T
    return (w[..., None] * rgb).sum(1), w.detach()

def importance(w, n):
    pdf = (w + 1e-5) / (w + 1e-5).sum(-1, keepdim=True)
    cdf = torch.cumsum(pdf, -1)
    u = torch.rand(*cdf.shape[:-1], n)
    return torch.searchsorted(cdf.detach(), u, right=True).clamp(max=w.shape[-1] - 1)

net = Nerf()
opt = torch.optim.Adam(net.parameters(), 5e-4)
for _ in range(2):
    rgb, w = render(net, torch.randn(4, 3), torch.randn(4, 3))
    importance(w, 3)
    loss = ((rgb - torch.rand(4, 3)) ** 2).mean()
    psnr = -10 * torch.log10(loss.detach())
    opt.zero_grad(); loss.backward(); opt.step()
    for g in opt.param_groups:
        g["lr"] *= 0.99
