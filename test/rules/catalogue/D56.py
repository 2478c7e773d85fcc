"""D56: collective operations that cut gradients. torch.distributed is not modelled, so nothing may be claimed: silence."""
import torch
import torch.distributed as dist
import torch.nn as nn
import torch.nn.functional as F


class Contrastive(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.Linear(4, 3)

    def forward(self, x):
        z = F.normalize(self.enc(x), dim=1)
        gathered = [torch.zeros_like(z) for _ in range(dist.get_world_size())]
        dist.all_gather(gathered, z)
        return torch.cat(gathered)


class ContrastiveRight(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.Linear(4, 3)

    def forward(self, x):
        z = F.normalize(self.enc(x), dim=1)
        gathered = [torch.zeros_like(z) for _ in range(dist.get_world_size())]
        dist.all_gather(gathered, z)
        gathered[dist.get_rank()] = z
        return torch.cat(gathered)
