import os
import torch
import torch.distributed as dist
from torch import nn
import torch.nn.functional as F

os.environ.setdefault("MASTER_ADDR", "127.0.0.1")
os.environ.setdefault("MASTER_PORT", "29533")
dist.init_process_group("gloo", rank=0, world_size=1)


def gather(t):
    parts = [torch.zeros_like(t) for _ in range(dist.get_world_size())]
    dist.all_gather(parts, t)  # expect: optimizer-no-gradient
    return torch.cat(parts)


class SimCLR(nn.Module):
    def __init__(self):
        super().__init__()
        self.f = nn.Linear(5, 4)
        self.scale = nn.Parameter(torch.ones(()))

    def forward(self, a, b):
        za, zb = gather(F.normalize(self.f(a), dim=1)), gather(F.normalize(self.f(b), dim=1))
        return F.cross_entropy(self.scale * za @ zb.t(), torch.arange(len(za)))


model = SimCLR()
opt = torch.optim.SGD(model.parameters(), 0.1)
for _ in range(2):
    loss = model(torch.randn(3, 5), torch.randn(3, 5))
    opt.zero_grad()
    loss.backward()
    opt.step()
