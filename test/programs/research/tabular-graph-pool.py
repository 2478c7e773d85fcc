"""Tabular transformer with categorical embeddings, graph pooling over batches of graphs, metric classes, confusion matrices, tables."""
import csv
import io
import operator
import statistics
from abc import ABC, abstractmethod
from collections import Counter, defaultdict
from datetime import timedelta
from enum import Flag, auto
from fractions import Fraction
from typing import Dict, Generic, List, Optional, TypedDict, TypeVar, Union

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader, Dataset, WeightedRandomSampler, random_split

CSV = """age,job,city,income,label
25,teacher,Oslo,3.1,0
41,nurse,Rome,4.0,1
37,teacher,Rome,,1
52,smith,Oslo,5.5,1
29,nurse,Oslo,2.2,0
33,smith,Lima,3.9,0
61,teacher,Lima,7.25,1
45,nurse,Lima,4.4,0
"""


class Column(Flag):
    NUMERIC = auto()
    CATEGORICAL = auto()
    MISSING = auto()
    NUMERIC_WITH_GAPS = NUMERIC | MISSING


class Row(TypedDict, total=False):
    numeric: torch.Tensor
    categorical: torch.Tensor
    label: int


K = TypeVar("K")


class Encoder(Generic[K]):
    def __init__(self) -> None:
        self.ids: Dict[K, int] = {}

    def __call__(self, key: K) -> int:
        return self.ids.setdefault(key, len(self.ids))

    def __len__(self):
        return len(self.ids)


class Table(Dataset):
    def __init__(self, text: str):
        rows = list(csv.DictReader(io.StringIO(text)))
        self.kinds: Dict[str, Column] = {}
        for name in rows[0]:
            values = [r[name] for r in rows]
            kind = Column.CATEGORICAL if any(v.isalpha() for v in values) else Column.NUMERIC
            self.kinds[name] = kind | Column.MISSING if "" in values else kind
        self.encoders = defaultdict(Encoder)
        self.numeric = [n for n, k in self.kinds.items() if Column.NUMERIC in k and n != "label"]
        self.categorical = [n for n, k in self.kinds.items() if Column.CATEGORICAL in k]
        columns = {n: [float(r[n]) if r[n] else float("nan") for r in rows] for n in self.numeric}
        x = torch.tensor([columns[n] for n in self.numeric]).T
        fill = torch.nanmean(x, dim=0)
        x = torch.where(torch.isnan(x), fill, x)
        self.x = (x - x.mean(0)) / x.std(0, unbiased=False)
        self.c = torch.tensor([[self.encoders[n](r[n]) for n in self.categorical] for r in rows])
        self.y = [int(r["label"]) for r in rows]

    def __len__(self):
        return len(self.y)

    def __getitem__(self, i) -> Row:
        return Row(numeric=self.x[i], categorical=self.c[i], label=self.y[i])


class FTTransformer(nn.Module):
    def __init__(self, n_num, cards, d=8, heads=2):
        super().__init__()
        self.num_weight = nn.Parameter(torch.randn(n_num, d) * 0.1)
        self.num_bias = nn.Parameter(torch.zeros(n_num, d))
        self.cat = nn.ModuleList(nn.Embedding(c, d) for c in cards)
        self.cls = nn.Parameter(torch.zeros(1, 1, d))
        self.layer = nn.TransformerEncoderLayer(d, heads, 16, dropout=0.0, batch_first=True, norm_first=True)
        self.head = nn.Linear(d, 2)

    def forward(self, numeric, categorical):
        num = numeric.unsqueeze(-1) * self.num_weight + self.num_bias
        cat = torch.stack([e(categorical[:, i]) for i, e in enumerate(self.cat)], dim=1)
        x = torch.cat([self.cls.expand(len(numeric), -1, -1), num, cat], dim=1)
        return self.head(self.layer(x)[:, 0])


class Metric(ABC):
    @abstractmethod
    def update(self, pred, target): ...
    @abstractmethod
    def compute(self): ...

    def __add__(self, other):
        return Both(self, other)


class Accuracy(Metric):
    def __init__(self):
        self.hits = self.n = 0

    def update(self, pred, target):
        self.hits += int((pred == target).sum())
        self.n += len(target)

    def compute(self):
        return Fraction(self.hits, self.n)


class Confusion(Metric):
    def __init__(self, n=2):
        self.m = torch.zeros(n, n, dtype=torch.long)

    def update(self, pred, target):
        self.m.index_put_((target, pred), torch.ones(len(pred), dtype=torch.long), accumulate=True)

    def compute(self):
        tp = self.m.diag().float()
        return {"precision": tp / self.m.sum(0).clamp(min=1), "recall": tp / self.m.sum(1).clamp(min=1)}


class Both(Metric):
    def __init__(self, *metrics):
        self.metrics = metrics

    def update(self, pred, target):
        for m in self.metrics:
            m.update(pred, target)

    def compute(self):
        return tuple(m.compute() for m in self.metrics)


torch.manual_seed(8)
table = Table(CSV)
print({n: str(k) for n, k in table.kinds.items()}, table.kinds["income"] == Column.NUMERIC_WITH_GAPS)
print(table.x.shape, table.c.tolist()[:3], {n: e.ids for n, e in table.encoders.items()})
weights = [1 / Counter(table.y)[label] for label in table.y]
loader = DataLoader(table, batch_size=4, sampler=WeightedRandomSampler(weights, num_samples=8, replacement=True))
model = FTTransformer(len(table.numeric), [len(table.encoders[n]) for n in table.categorical])
opt = torch.optim.Adagrad(model.parameters(), lr=0.1)
for epoch in range(3):
    metric = Accuracy() + Confusion()
    losses = []
    for batch in loader:
        labels = batch.pop("label")
        logits = model(**batch)
        loss = F.cross_entropy(logits, labels, weight=torch.tensor([0.4, 0.6]))
        opt.zero_grad()
        loss.backward()
        opt.step()
        losses.append(loss.item())
        metric.update(logits.argmax(1), labels)
    acc, pr = metric.compute()
    print(f"epoch {epoch} {statistics.fmean(losses):.4f} acc {acc} = {float(acc):.3f} " + " ".join(f"{k}={[round(v, 2) for v in t.tolist()]}" for k, t in pr.items()))
try:
    Metric()
except TypeError as e:
    print(str(e)[:48])


class TopKPooling(nn.Module):
    def __init__(self, d, ratio=0.5):
        super().__init__()
        self.p, self.ratio = nn.Parameter(torch.randn(d)), ratio

    def forward(self, x, adj, batch):
        score = torch.tanh(x @ self.p / self.p.norm())
        keep = []
        for g in range(int(batch.max()) + 1):
            idx = (batch == g).nonzero().squeeze(1)
            k = max(1, int(len(idx) * self.ratio))
            keep.append(idx[score[idx].topk(k).indices])
        keep = torch.cat(keep)
        return x[keep] * score[keep].unsqueeze(1), adj[keep][:, keep], batch[keep]


def readout(x, batch, n):
    mean = torch.zeros(n, x.size(1)).index_reduce(0, batch, x, "mean", include_self=False)
    top = torch.full((n, x.size(1)), float("-inf")).index_reduce(0, batch, x, "amax")
    return torch.cat([mean, top], 1)


class GraphNet(nn.Module):
    def __init__(self, d=4):
        super().__init__()
        self.w1, self.w2 = nn.Linear(2, d), nn.Linear(d, d)
        self.pool = TopKPooling(d)
        self.out = nn.Linear(2 * d, 1)

    def forward(self, x, adj, batch):
        deg = adj.sum(1, keepdim=True).clamp(min=1)
        x = F.relu(self.w1(adj @ x / deg))
        x, adj, batch = self.pool(x, adj, batch)
        x = F.relu(self.w2(adj @ x + x))
        return self.out(readout(x, batch, int(batch.max()) + 1)).squeeze(1), batch


sizes = [5, 3, 4]
adj = torch.block_diag(*[torch.ones(s, s) - torch.eye(s) if i % 2 else torch.diag(torch.ones(s - 1), 1) + torch.diag(torch.ones(s - 1), -1) for i, s in enumerate(sizes)])
batch = torch.repeat_interleave(torch.arange(3), torch.tensor(sizes))
x = torch.randn(sum(sizes), 2)
target = torch.tensor([0.0, 1.0, 0.0])
net = GraphNet()
opt = torch.optim.Rprop(net.parameters(), lr=0.01)
for step in range(4):
    out, kept = net(x, adj, batch)
    loss = F.binary_cross_entropy_with_logits(out, target)
    opt.zero_grad()
    loss.backward()
    opt.step()
    print(f"graph {step} {loss.item():.4f} kept {kept.bincount().tolist()} pool grad {net.pool.p.grad.norm().item():.4f}")
train, val = random_split(table, [0.75, 0.25], generator=torch.Generator().manual_seed(1))
print(len(train), val.indices, statistics.median([3, 1, 2]), round(statistics.stdev([1.0, 2.0, 4.0]), 4), timedelta(seconds=3725))
print(f"{'name':<8}|{'kind':^24}|{'n':>3}")
for name, kind in table.kinds.items():
    print(f"{name:<8}|{kind!r:^24}|{len(table.encoders[name]) if name in table.encoders else 0:>3}")
print(max(table.encoders.items(), key=lambda kv: len(kv[1]))[0], sorted(Column, key=operator.attrgetter("value"), reverse=True)[0].name)
