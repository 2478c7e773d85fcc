import torch
from torch import nn

def hard_negative_loss(sim, thr=1.2):
    neg = [s for s in sim.flatten() if s > thr]
    return (sim.sum() * 0 + sum(neg)) / max(len(neg), 1)

torch.manual_seed(0)
enc = nn.Linear(4, 3)
z = nn.functional.normalize(enc(torch.eye(4)[:2]), dim=-1)
loss = hard_negative_loss(z @ z.t())
loss.backward()
