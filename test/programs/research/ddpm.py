"""Denoising diffusion on 2-d points: cosine schedule, sinusoidal time embedding, EMA weights, ancestral sampling."""
import copy
import logging
import math
import sys
from functools import partial, wraps

import torch
from torch import nn
from torch.nn import functional as F

logging.basicConfig(level=logging.INFO, format="%(levelname)s:%(name)s:%(message)s", stream=sys.stdout)
log = logging.getLogger("ddpm")


def exists(x):
    return x is not None


def default(val, d):
    if exists(val):
        return val
    return d() if callable(d) else d


def extract(a, t, x_shape):
    b, *_ = t.shape
    out = a.gather(-1, t)
    return out.reshape(b, *((1,) * (len(x_shape) - 1)))


def linear_beta_schedule(timesteps):
    scale = 1000 / timesteps
    return torch.linspace(scale * 0.0001, scale * 0.02, timesteps, dtype=torch.float64)


def cosine_beta_schedule(timesteps, s=0.008):
    steps = timesteps + 1
    t = torch.linspace(0, timesteps, steps, dtype=torch.float64) / timesteps
    alphas_cumprod = torch.cos((t + s) / (1 + s) * math.pi * 0.5) ** 2
    alphas_cumprod = alphas_cumprod / alphas_cumprod[0]
    betas = 1 - (alphas_cumprod[1:] / alphas_cumprod[:-1])
    return torch.clip(betas, 0, 0.999)


SCHEDULES = {"linear": linear_beta_schedule, "cosine": cosine_beta_schedule}


def logged(fn):
    @wraps(fn)
    def inner(*args, **kwargs):
        result = fn(*args, **kwargs)
        log.debug("hidden %s", fn.__name__)
        log.info("%s -> %s", fn.__name__, tuple(result.shape))
        return result

    return inner


class SinusoidalPosEmb(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.dim = dim

    def forward(self, x):
        half_dim = self.dim // 2
        emb = math.log(10000) / (half_dim - 1)
        emb = torch.exp(torch.arange(half_dim, device=x.device) * -emb)
        emb = x[:, None] * emb[None, :]
        return torch.cat((emb.sin(), emb.cos()), dim=-1)


class Denoiser(nn.Module):
    def __init__(self, dim=2, hidden=16, time_dim=8):
        super().__init__()
        self.time_mlp = nn.Sequential(SinusoidalPosEmb(time_dim), nn.Linear(time_dim, hidden), nn.SiLU(), nn.Linear(hidden, hidden * 2))
        self.inp = nn.Linear(dim, hidden)
        self.norm = nn.GroupNorm(4, hidden)
        self.out = nn.Linear(hidden, dim)
        nn.init.zeros_(self.out.weight)

    def forward(self, x, t):
        scale, shift = self.time_mlp(t).chunk(2, dim=1)
        h = self.norm(self.inp(x))
        h = h * (scale + 1) + shift
        return self.out(F.silu(h))


class GaussianDiffusion(nn.Module):
    def __init__(self, model, *, timesteps=10, beta_schedule="cosine", loss_type="l2"):
        super().__init__()
        self.model = model
        self.loss_type = loss_type
        betas = SCHEDULES[beta_schedule](timesteps)
        alphas = 1.0 - betas
        alphas_cumprod = torch.cumprod(alphas, dim=0)
        alphas_cumprod_prev = F.pad(alphas_cumprod[:-1], (1, 0), value=1.0)
        (self.num_timesteps,) = betas.shape
        register_buffer = lambda name, val: self.register_buffer(name, val.to(torch.float32))
        register_buffer("betas", betas)
        register_buffer("alphas_cumprod", alphas_cumprod)
        register_buffer("sqrt_alphas_cumprod", torch.sqrt(alphas_cumprod))
        register_buffer("sqrt_one_minus_alphas_cumprod", torch.sqrt(1.0 - alphas_cumprod))
        register_buffer("sqrt_recip_alphas_cumprod", torch.sqrt(1.0 / alphas_cumprod))
        register_buffer("sqrt_recipm1_alphas_cumprod", torch.sqrt(1.0 / alphas_cumprod - 1))
        posterior_variance = betas * (1.0 - alphas_cumprod_prev) / (1.0 - alphas_cumprod)
        register_buffer("posterior_log_variance_clipped", torch.log(posterior_variance.clamp(min=1e-20)))
        register_buffer("posterior_mean_coef1", betas * torch.sqrt(alphas_cumprod_prev) / (1.0 - alphas_cumprod))
        register_buffer("posterior_mean_coef2", (1.0 - alphas_cumprod_prev) * torch.sqrt(alphas) / (1.0 - alphas_cumprod))

    def predict_start_from_noise(self, x_t, t, noise):
        return extract(self.sqrt_recip_alphas_cumprod, t, x_t.shape) * x_t - extract(self.sqrt_recipm1_alphas_cumprod, t, x_t.shape) * noise

    @torch.no_grad()
    def p_sample(self, x, t: int, noise):
        batched = torch.full((x.shape[0],), t, dtype=torch.long)
        x_start = self.predict_start_from_noise(x, batched, self.model(x, batched)).clamp_(-3.0, 3.0)
        mean = extract(self.posterior_mean_coef1, batched, x.shape) * x_start + extract(self.posterior_mean_coef2, batched, x.shape) * x
        log_var = extract(self.posterior_log_variance_clipped, batched, x.shape)
        return mean + (0.5 * log_var).exp() * (noise if t > 0 else 0.0)

    @torch.no_grad()
    @logged
    def sample(self, n, generator=None):
        img = torch.randn(n, 2, generator=generator)
        for t in reversed(range(0, self.num_timesteps)):
            img = self.p_sample(img, t, torch.randn(n, 2, generator=generator))
        return img

    def q_sample(self, x_start, t, noise=None):
        noise = default(noise, lambda: torch.randn_like(x_start))
        return (extract(self.sqrt_alphas_cumprod, t, x_start.shape) * x_start
                + extract(self.sqrt_one_minus_alphas_cumprod, t, x_start.shape) * noise)

    @property
    def loss_fn(self):
        if self.loss_type == "l1":
            return F.l1_loss
        elif self.loss_type == "l2":
            return F.mse_loss
        raise ValueError(f"invalid loss type {self.loss_type}")

    def p_losses(self, x_start, t, noise=None):
        noise = default(noise, lambda: torch.randn_like(x_start))
        x = self.q_sample(x_start=x_start, t=t, noise=noise)
        loss = self.loss_fn(self.model(x, t), noise, reduction="none")
        return loss.mean(dim=tuple(range(1, loss.ndim))).mean()

    def forward(self, x, *args, **kwargs):
        t = torch.randint(0, self.num_timesteps, (x.shape[0],)).long()
        return self.p_losses(x, t, *args, **kwargs)


class EMA:
    def __init__(self, beta):
        self.beta = beta

    def update_model_average(self, ma_model, current_model):
        for current_params, ma_params in zip(current_model.parameters(), ma_model.parameters()):
            old_weight, up_weight = ma_params.data, current_params.data
            ma_params.data = self.update_average(old_weight, up_weight)

    def update_average(self, old, new):
        if old is None:
            return new
        return old * self.beta + (1 - self.beta) * new


torch.manual_seed(0)
theta = torch.linspace(0, 2 * math.pi, 16)
points = torch.stack([theta.cos(), theta.sin()], dim=1)
for schedule in SCHEDULES:
    print(schedule, [f"{b:.4f}" for b in SCHEDULES[schedule](5).tolist()])

diffusion = GaussianDiffusion(Denoiser())
ema_model = copy.deepcopy(diffusion)
ema = EMA(0.9)
opt = torch.optim.Adam(diffusion.parameters(), lr=5e-3, betas=(0.9, 0.99))
for step in range(8):
    opt.zero_grad()
    loss = diffusion(points)
    loss.backward()
    opt.step()
    ema.update_model_average(ema_model, diffusion)
    log.info("step %d loss %.4f", step, loss.item())

g = torch.Generator().manual_seed(3)
print(ema_model.sample(3, generator=g))
print(diffusion.sample(2, g).abs().max() < 5)
diffusion.loss_type = "huber"
try:
    diffusion(points)
except ValueError as e:
    log.exception if False else log.error("failed: %s", e)
half = partial(diffusion.q_sample, points[:2], noise=torch.zeros(2, 2))
print(half(torch.tensor([0, 9])))
print(len(diffusion.state_dict()), [k for k, v in diffusion.named_buffers() if k.startswith("post")])
