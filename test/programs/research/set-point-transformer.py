"""Sets and point clouds: induced set attention, PointNet with a transform regulariser, farthest point sampling, Chamfer and Sinkhorn losses."""
from __future__ import annotations

import heapq
import math
from dataclasses import InitVar, dataclass, field
from itertools import combinations
from typing import Iterator, Literal, overload

import torch
from torch import Tensor, nn
from torch.nn import functional as F


@dataclass(order=True)
class Cloud:
    sort_index: float = field(init=False, repr=False)
    points: Tensor = field(compare=False)
    label: int = field(default=0, compare=False)
    center: InitVar[bool] = True

    def __post_init__(self, center):
        if center:
            self.points = self.points - self.points.mean(0, keepdim=True)
        self.sort_index = self.points.norm(dim=1).max().item()

    def __len__(self):
        return len(self.points)

    @classmethod
    def shape(cls, kind: Literal["ring", "ball", "line"], n: int, g: torch.Generator) -> Cloud:
        t = torch.rand(n, generator=g) * 2 * math.pi
        match kind:
            case "ring":
                p = torch.stack([t.cos(), t.sin(), torch.zeros(n)], 1)
            case "ball":
                p = F.normalize(torch.randn(n, 3, generator=g), dim=1) * torch.rand(n, 1, generator=g) ** (1 / 3)
            case "line":
                p = torch.stack([t - math.pi, torch.zeros(n), torch.zeros(n)], 1) / math.pi
        return cls(p + 0.05 * torch.randn(n, 3, generator=g), ["ring", "ball", "line"].index(kind))


def farthest(points: Tensor, k: int) -> Tensor:
    chosen = [0]
    distance = torch.full((len(points),), float("inf"))
    for _ in range(k - 1):
        distance = torch.minimum(distance, (points - points[chosen[-1]]).pow(2).sum(-1))
        chosen.append(int(distance.argmax()))
    return torch.tensor(chosen)


def neighbours(points: Tensor, k: int) -> list[list[int]]:
    d = torch.cdist(points, points)
    return [[j for _, j in heapq.nsmallest(k, ((v, j) for j, v in enumerate(row) if j != i))] for i, row in enumerate(d.tolist())]


class MAB(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.q, self.k, self.v, self.o = (nn.Linear(dim, dim) for _ in "qkvo")
        self.ln0, self.ln1, self.heads = nn.LayerNorm(dim), nn.LayerNorm(dim), heads

    def forward(self, x, y):
        q, k, v = self.q(x), self.k(y), self.v(y)
        split = lambda t: torch.cat(t.split(t.shape[-1] // self.heads, -1), 0)
        a = torch.softmax(split(q) @ split(k).transpose(1, 2) / math.sqrt(q.shape[-1]), -1)
        o = torch.cat((split(q) + a @ split(v)).split(x.shape[0], 0), -1)
        o = self.ln0(o)
        return self.ln1(o + F.relu(self.o(o)))


class ISAB(nn.Module):
    def __init__(self, dim, heads, inducing):
        super().__init__()
        self.I = nn.Parameter(torch.empty(1, inducing, dim))
        nn.init.xavier_uniform_(self.I)
        self.mab0, self.mab1 = MAB(dim, heads), MAB(dim, heads)

    def forward(self, x):
        return self.mab1(x, self.mab0(self.I.expand(len(x), -1, -1), x))


class TNet(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.k = k
        self.conv, self.fc = nn.Conv1d(k, 16, 1), nn.Linear(16, k * k)
        nn.init.zeros_(self.fc.weight)
        nn.init.eye_(self.fc.bias.data.view(k, k))

    def forward(self, x):
        return self.fc(F.relu(self.conv(x)).amax(-1)).view(-1, self.k, self.k)


class Classifier(nn.Module):
    def __init__(self, dim=8, classes=3):
        super().__init__()
        self.tnet, self.embed = TNet(3), nn.Linear(3, dim)
        self.blocks = nn.Sequential(ISAB(dim, 2, 4), ISAB(dim, 2, 4))
        self.seed, self.pool, self.head = nn.Parameter(torch.randn(1, 1, dim)), MAB(dim, 2), nn.Linear(dim, classes)

    @overload
    def forward(self, x: Tensor, features: Literal[True]) -> tuple[Tensor, Tensor, Tensor]: ...
    @overload
    def forward(self, x: Tensor, features: Literal[False] = ...) -> tuple[Tensor, Tensor]: ...
    def forward(self, x, features=False):
        T = self.tnet(x.transpose(1, 2))
        z = self.blocks(self.embed(x @ T))
        pooled = self.pool(self.seed.expand(len(x), -1, -1), z).squeeze(1)
        return (self.head(pooled), T, pooled) if features else (self.head(pooled), T)


def orthogonality(T):
    return (T @ T.mT - torch.eye(T.shape[-1])).flatten(1).norm(dim=1).mean()


def chamfer(a, b):
    d = torch.cdist(a, b).square()
    return d.amin(2).mean() + d.amin(1).mean()


def sinkhorn(a, b, epsilon=0.1, rounds=20):
    cost = torch.cdist(a, b).square()
    f, g = cost.new_zeros(cost.shape[:-1]), cost.new_zeros(cost.shape[0], cost.shape[2])
    n, m = cost.shape[1:]
    for _ in range(rounds):
        f = -epsilon * torch.logsumexp((g[:, None, :] - cost) / epsilon - math.log(m), 2)
        g = -epsilon * torch.logsumexp((f[:, :, None] - cost) / epsilon - math.log(n), 1)
    plan = torch.exp((f[:, :, None] + g[:, None, :] - cost) / epsilon) / (n * m)
    return (plan * cost).sum((1, 2)).mean(), plan


def batches(clouds: list[Cloud], size: int) -> Iterator[tuple[Tensor, Tensor]]:
    for i in range(0, len(clouds), size):
        part = clouds[i : i + size]
        yield torch.stack([c.points for c in part]), torch.tensor([c.label for c in part])


g = torch.Generator().manual_seed(9)
clouds = [Cloud.shape(k, 16, g) for _ in range(3) for k in ("ring", "ball", "line")]
print(len(clouds), max(clouds).label >= 0, [c.label for c in sorted(clouds)[:3]] != [], len(clouds[0]))
index = farthest(clouds[0].points, 5)
print(len(set(index.tolist())), all(len(n) == 2 for n in neighbours(clouds[0].points, 2)))
torch.manual_seed(6)
model = Classifier()
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
for epoch in range(4):
    total = 0.0
    for x, y in batches(clouds, 3):
        logits, T = model(x)
        loss = F.cross_entropy(logits, y) + 1e-2 * orthogonality(T)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item()
    print(epoch, f"{total / 3:.3f}")
model.eval()
x, y = next(batches(clouds, 9))
logits, T, pooled = model(x, features=True)
permuted = model(x[:, torch.randperm(16)])[0]
print(torch.allclose(logits, permuted, atol=1e-5), pooled.shape, [n for n, p in model.named_parameters() if p.grad is None])
target = torch.stack([c.points for c in clouds[:2]])
cloud = torch.zeros(2, 16, 3).normal_(generator=g).requires_grad_()
sgd = torch.optim.SGD([cloud], lr=1.0)
for _ in range(4):
    loss = chamfer(cloud, target)
    sgd.zero_grad()
    loss.backward()
    sgd.step()
distance, plan = sinkhorn(cloud, target)
distance.backward()
print(f"{loss.item():.2f} {distance.item():.2f}", torch.allclose(plan.sum((1, 2)), torch.ones(2), atol=1e-2), cloud.grad.shape)
print([f"{a}{b}" for a, b in combinations("xyz", 2)], Cloud.__dataclass_fields__["points"].type)
