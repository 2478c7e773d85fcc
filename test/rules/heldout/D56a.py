import torch
import torch.distributed as dist
from torch import nn
import torch.nn.functional as F

def gather_features(z):
    bucket = [torch.zeros_like(z) for _ in range(dist.get_world_size())]
    dist.all_gather(bucket, z)  # expect: optimizer-no-gradient
    return torch.cat(bucket, dim=0)

class ClipLoss(nn.Module):
    def __init__(self):
        super().__init__()
        self.logit_scale = nn.Parameter(torch.tensor(2.0))
    def forward(self, a, b):
        a, b = gather_features(a), gather_features(b)
        logits = self.logit_scale * F.normalize(a, dim=-1) @ F.normalize(b, dim=-1).t()
        t = torch.arange(len(logits))
        return (F.cross_entropy(logits, t) + F.cross_entropy(logits.t(), t)) / 2

dist.init_process_group("gloo", store=dist.HashStore(), rank=0, world_size=1)
img, txt, crit = nn.Linear(5, 3), nn.Linear(4, 3), ClipLoss()
opt = torch.optim.AdamW([*img.parameters(), *txt.parameters(), *crit.parameters()])
for _ in range(2):
    loss = crit(img(torch.randn(4, 5)), txt(torch.randn(4, 4)))
    opt.zero_grad()
    loss.backward()
    opt.step()
