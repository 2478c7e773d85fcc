"""Contrastive learning over processes: every rank's embeddings are gathered."""
import torch
import torch.distributed as dist
import torch.nn.functional as F
from torch import nn


def setup() -> None:
    if not dist.is_initialized():
        dist.init_process_group("gloo", store=dist.HashStore(), rank=0, world_size=1)


def gather(z: torch.Tensor) -> torch.Tensor:
    everyone = [torch.empty_like(z) for _ in range(dist.get_world_size())]
    dist.all_gather(everyone, z)  # expect: optimizer-no-gradient
    return torch.cat(everyone)


class Projector(nn.Module):
    def __init__(self):
        super().__init__()
        self.f = nn.Sequential(nn.Linear(5, 8), nn.ReLU(), nn.Linear(8, 3))
        self.log_temperature = nn.Parameter(torch.zeros(()))

    def forward(self, x):
        return F.normalize(self.f(x), dim=-1)


def step(model, a, b):
    za, zb = gather(model(a)), gather(model(b))
    logits = za @ zb.t() * model.log_temperature.exp()
    return F.cross_entropy(logits, torch.arange(len(za)))


setup()
model = Projector()
opt = torch.optim.Adam(model.parameters())
for _ in range(2):
    opt.zero_grad()
    step(model, torch.randn(4, 5), torch.randn(4, 5)).backward()
    opt.step()
