import torch
import torch.nn.functional as F
from torch import nn


def info_nce(a, b, temperature=0.5):
    a, b = F.normalize(a, dim=1), F.normalize(b, dim=1)
    logits = a @ b.t() / temperature
    labels = torch.arange(len(a))
    return (F.cross_entropy(logits, labels) + F.cross_entropy(logits.t(), labels)) / 2


torch.manual_seed(0)
enc = nn.Sequential(nn.Linear(4, 4), nn.ReLU(), nn.Linear(4, 2))
proj = nn.Linear(2, 2)
x1, x2 = torch.randn(3, 4), torch.randn(3, 4)
loss = info_nce(proj(enc(x1)), proj(enc(x2)))
loss.backward()
print(f"{loss.item():.4f}", f"{enc[0].weight.grad.norm().item():.4f}")
z1, z2, p1, p2 = enc(x1), enc(x2), proj(enc(x1)), proj(enc(x2))
simsiam = -(F.cosine_similarity(p1, z2.detach()).mean() + F.cosine_similarity(p2, z1.detach()).mean()) / 2
simsiam.backward()
print(f"{simsiam.item():.4f}")
print(torch.cdist(x1, x2).shape, F.pairwise_distance(x1, x2))
queue = torch.zeros(2, 4)
queue[:, 0:3] = z1.detach().t()
print(queue, queue.requires_grad)
