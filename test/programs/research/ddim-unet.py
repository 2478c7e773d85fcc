"""Denoising diffusion with a small UNet: cosine schedule, v-prediction, EMA weights, ancestral and DDIM sampling."""
import copy
import math
from contextlib import contextmanager
from enum import Enum, auto
from itertools import islice, pairwise

import torch
import torch.nn.functional as F
from torch import nn


def exists(x):
    return x is not None


def default(value, d):
    return value if exists(value) else d() if callable(d) else d


def extract(a, t, shape):
    return a.gather(-1, t).reshape(t.shape[0], *((1,) * (len(shape) - 1)))


class Objective(Enum):
    NOISE = auto()
    START = auto()
    V = auto()

    @property
    def short(self):
        return self.name.lower()[:2]


class SinusoidalPosEmb(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.dim = dim

    def forward(self, t):
        half = self.dim // 2
        freqs = torch.exp(torch.arange(half, device=t.device) * -(math.log(10000) / (half - 1)))
        args = t[:, None].float() * freqs[None, :]
        return torch.cat((args.sin(), args.cos()), dim=-1)


class ResnetBlock(nn.Module):
    def __init__(self, dim, dim_out, *, time_dim=None, groups=4):
        super().__init__()
        self.mlp = nn.Sequential(nn.SiLU(), nn.Linear(time_dim, dim_out * 2)) if exists(time_dim) else None
        self.norm1, self.norm2 = nn.GroupNorm(groups, dim), nn.GroupNorm(groups, dim_out)
        self.conv1, self.conv2 = nn.Conv2d(dim, dim_out, 3, padding=1), nn.Conv2d(dim_out, dim_out, 3, padding=1)
        nn.init.zeros_(self.conv2.weight)
        self.res = nn.Conv2d(dim, dim_out, 1) if dim != dim_out else nn.Identity()

    def forward(self, x, t=None):
        h = self.conv1(F.silu(self.norm1(x)))
        h = self.norm2(h)
        if exists(self.mlp) and exists(t):
            scale, shift = self.mlp(t)[..., None, None].chunk(2, dim=1)
            h = h * (scale + 1) + shift
        return self.conv2(F.silu(h)) + self.res(x)


class LinearAttention(nn.Module):
    def __init__(self, dim, heads=2, dim_head=4):
        super().__init__()
        self.heads, self.scale = heads, dim_head**-0.5
        self.to_qkv = nn.Conv2d(dim, heads * dim_head * 3, 1, bias=False)
        self.to_out = nn.Conv2d(heads * dim_head, dim, 1)

    def forward(self, x):
        b, c, h, w = x.shape
        q, k, v = map(lambda t: t.reshape(b, self.heads, -1, h * w), self.to_qkv(x).chunk(3, dim=1))
        q, k = q.softmax(dim=-2) * self.scale, k.softmax(dim=-1)
        context = torch.einsum("bhdn,bhen->bhde", k, v)
        out = torch.einsum("bhde,bhdn->bhen", context, q)
        return self.to_out(out.reshape(b, -1, h, w)) + x


class Unet(nn.Module):
    def __init__(self, dim=8, mults=(1, 2), channels=1):
        super().__init__()
        self.init_conv = nn.Conv2d(channels, dim, 3, padding=1)
        dims = [dim, *(dim * m for m in mults)]
        in_out, time_dim = list(pairwise(dims)), dim * 4
        self.time_mlp = nn.Sequential(SinusoidalPosEmb(dim), nn.Linear(dim, time_dim), nn.GELU(), nn.Linear(time_dim, time_dim))
        self.downs, self.ups = nn.ModuleList([]), nn.ModuleList([])
        for i, (d_in, d_out) in enumerate(in_out):
            last = i >= len(in_out) - 1
            self.downs.append(nn.ModuleList([ResnetBlock(d_in, d_in, time_dim=time_dim), LinearAttention(d_in), nn.Conv2d(d_in, d_out, 3, padding=1) if last else nn.Conv2d(d_in, d_out, 4, 2, 1)]))
        self.mid = ResnetBlock(dims[-1], dims[-1], time_dim=time_dim)
        for i, (d_in, d_out) in enumerate(reversed(in_out)):
            last = i == len(in_out) - 1
            up = nn.Conv2d(d_out, d_in, 3, padding=1) if last else nn.Sequential(nn.Upsample(scale_factor=2, mode="nearest"), nn.Conv2d(d_out, d_in, 3, padding=1))
            self.ups.append(nn.ModuleList([ResnetBlock(d_out + d_in, d_out, time_dim=time_dim), up]))
        self.final = nn.Conv2d(dim, channels, 1)

    def forward(self, x, time):
        x, t, skips = self.init_conv(x), self.time_mlp(time), []
        for block, attention, down in self.downs:
            x = attention(block(x, t))
            skips.append(x)
            x = down(x)
        x = self.mid(x, t)
        for block, up in self.ups:
            skip = skips.pop()
            if x.shape[-2:] != skip.shape[-2:]:
                x = F.interpolate(x, size=skip.shape[-2:], mode="nearest")
            x = up(block(torch.cat((x, skip), dim=1), t))
        return self.final(x)


class GaussianDiffusion(nn.Module):
    def __init__(self, model, *, timesteps=20, objective=Objective.V):
        super().__init__()
        self.model, self.objective, self.num_timesteps = model, objective, timesteps
        x = torch.linspace(0, timesteps, timesteps + 1, dtype=torch.float64)
        bar = torch.cos(((x / timesteps) + 0.008) / 1.008 * math.pi * 0.5) ** 2
        betas = torch.clip(1 - bar[1:] / bar[:-1], 0, 0.999)
        alphas_cumprod = torch.cumprod(1.0 - betas, dim=0)
        register = lambda name, val: self.register_buffer(name, val.to(torch.float32))
        register("betas", betas)
        register("alphas_cumprod", alphas_cumprod)
        register("sqrt_ac", alphas_cumprod.sqrt())
        register("sqrt_1mac", (1.0 - alphas_cumprod).sqrt())
        snr = alphas_cumprod / (1 - alphas_cumprod)
        register("loss_weight", {Objective.NOISE: torch.ones_like(snr), Objective.START: snr, Objective.V: snr / (snr + 1)}[objective])

    def q_sample(self, x0, t, noise=None):
        noise = default(noise, lambda: torch.randn_like(x0))
        return extract(self.sqrt_ac, t, x0.shape) * x0 + extract(self.sqrt_1mac, t, x0.shape) * noise

    def predictions(self, x, t):
        out = self.model(x, t)
        a, s = extract(self.sqrt_ac, t, x.shape), extract(self.sqrt_1mac, t, x.shape)
        if self.objective is Objective.V:
            x0 = a * x - s * out
        elif self.objective is Objective.START:
            x0 = out
        else:
            x0 = (x - s * out) / a
        x0 = x0.clamp(-1, 1)
        return x0, (x - a * x0) / s.clamp(min=1e-8)

    def forward(self, x0):
        t = torch.randint(0, self.num_timesteps, (x0.shape[0],)).long()
        noise = torch.randn_like(x0)
        x = self.q_sample(x0, t, noise)
        a, s = extract(self.sqrt_ac, t, x0.shape), extract(self.sqrt_1mac, t, x0.shape)
        target = {Objective.NOISE: noise, Objective.START: x0, Objective.V: a * noise - s * x0}[self.objective]
        loss = F.mse_loss(self.model(x, t), target, reduction="none").flatten(1).mean(1)
        return (loss * extract(self.loss_weight, t, loss.shape)).mean()

    @torch.inference_mode()
    def ddim_sample(self, shape, steps=4, eta=0.0):
        times = list(reversed(torch.linspace(-1, self.num_timesteps - 1, steps=steps + 1).int().tolist()))
        x = torch.randn(shape)
        for time, following in pairwise(times):
            x0, noise = self.predictions(x, torch.full((shape[0],), time, dtype=torch.long))
            if following < 0:
                x = x0
                continue
            a, b = self.alphas_cumprod[time], self.alphas_cumprod[following]
            sigma = eta * ((1 - a / b) * (1 - b) / (1 - a)).sqrt()
            x = x0 * b.sqrt() + (1 - b - sigma**2).sqrt() * noise + sigma * torch.randn_like(x)
        return x


class EMA:
    def __init__(self, model, beta=0.9, update_after=2):
        self.shadow, self.beta, self.update_after, self.step = copy.deepcopy(model).requires_grad_(False), beta, update_after, 0

    def update(self, model):
        self.step += 1
        pairs = zip(self.shadow.parameters(), model.parameters())
        for ours, theirs in pairs:
            if self.step <= self.update_after:
                ours.copy_(theirs.data)
            else:
                ours.data.lerp_(theirs.data, 1 - self.beta)

    @contextmanager
    def swapped(self, diffusion):
        kept, diffusion.model = diffusion.model, self.shadow
        try:
            yield diffusion
        finally:
            diffusion.model = kept


def cycle(data, size):
    while True:
        for i in range(0, len(data), size):
            yield data[i : i + size]


torch.manual_seed(0)
yy, xx = torch.meshgrid(torch.linspace(-1, 1, 8), torch.linspace(-1, 1, 8), indexing="ij")
images = torch.stack([((xx - a) ** 2 + (yy - b) ** 2 < 0.3).float() * 2 - 1 for a, b in torch.rand(12, 2) - 0.5]).unsqueeze(1)
for objective in Objective:
    diffusion = GaussianDiffusion(Unet(), objective=objective)
    optimizer = torch.optim.Adam(diffusion.parameters(), lr=2e-3, betas=(0.9, 0.99))
    ema, losses = EMA(diffusion.model), []
    for batch in islice(cycle(images, 4), 5):
        loss = diffusion(batch)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        ema.update(diffusion.model)
        losses.append(loss.item())
    with ema.swapped(diffusion) as averaged:
        sample = averaged.ddim_sample((2, 1, 8, 8), eta=0.5)
    print(objective, objective.short, [f"{l:.2f}" for l in losses], tuple(sample.shape), sample.is_inference(), diffusion.model is not ema.shadow)
try:
    (sample * torch.ones(1, requires_grad=True)).sum().backward()
except RuntimeError as e:
    print(str(e).splitlines()[0])
