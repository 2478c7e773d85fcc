"""Graph learning without a library: sparse adjacency, GCN and GAT by scatter, GIN with virtual node, link prediction, label propagation, DFS utilities."""
import collections
import heapq
import random
from bisect import insort
from dataclasses import dataclass, field
from functools import cached_property, reduce
from itertools import chain, combinations, product, takewhile
from typing import Iterable, NamedTuple

import torch
import torch.nn.functional as F
from torch import nn


class Edge(NamedTuple):
    a: int
    b: int
    w: float = 1.0

    def __neg__(self):
        return Edge(self.b, self.a, self.w)

    @property
    def is_loop(self):
        return self.a == self.b


@dataclass(eq=False)
class Graph:
    n: int
    edges: list[Edge] = field(default_factory=list)

    def __post_init__(self):
        self.neighbours: dict[int, set[int]] = collections.defaultdict(set)
        for e in self.edges:
            self.neighbours[e.a].add(e.b)
            self.neighbours[e.b].add(e.a)

    @cached_property
    def index(self):
        both = sorted({*self.edges, *(-e for e in self.edges)})
        return torch.tensor([[e.a for e in both], [e.b for e in both]])

    @cached_property
    def normalized(self):
        i = torch.cat([self.index, torch.arange(self.n).repeat(2, 1)], 1)
        v = torch.ones(i.shape[1])
        degree = torch.zeros(self.n).index_add_(0, i[0], v)
        scale = degree.rsqrt()
        return torch.sparse_coo_tensor(i, scale[i[0]] * v * scale[i[1]], (self.n, self.n)).coalesce()

    def walk(self, start, order="bfs"):
        seen, queue = {start}, collections.deque([start])
        while queue:
            node = queue.popleft() if order == "bfs" else queue.pop()
            yield node
            for m in sorted(self.neighbours[node] - seen):
                seen.add(m)
                queue.append(m)

    def components(self):
        left = set(range(self.n))
        while left:
            found = set(self.walk(min(left)))
            left -= found
            yield found

    def shortest(self, source):
        dist, heap = {source: 0.0}, [(0.0, source)]
        weights = {(e.a, e.b): e.w for e in self.edges} | {(e.b, e.a): e.w for e in self.edges}
        while heap:
            d, u = heapq.heappop(heap)
            if d > dist[u]:
                continue
            for v in self.neighbours[u]:
                if (new := d + weights[u, v]) < dist.get(v, float("inf")):
                    dist[v] = new
                    heapq.heappush(heap, (new, v))
        return dist


def segment_softmax(scores, index, n):
    top = torch.full((n, scores.shape[1]), float("-inf")).scatter_reduce_(0, index[:, None].expand_as(scores), scores, "amax")
    e = (scores - top[index]).exp()
    return e / torch.zeros(n, scores.shape[1]).index_add(0, index, e)[index].clamp(min=1e-12)


class GCN(nn.Module):
    def __init__(self, i, o):
        super().__init__()
        self.lin = nn.Linear(i, o, bias=False)
        self.bias = nn.Parameter(torch.zeros(o))

    def forward(self, x, graph):
        return torch.sparse.mm(graph.normalized, self.lin(x)) + self.bias


class GAT(nn.Module):
    def __init__(self, i, o, heads=2):
        super().__init__()
        self.lin, self.heads = nn.Linear(i, o * heads, bias=False), heads
        self.att_s, self.att_t = (nn.Parameter(torch.empty(1, heads, o)) for _ in range(2))
        for p in (self.att_s, self.att_t):
            nn.init.xavier_uniform_(p)

    def forward(self, x, graph):
        h = self.lin(x).view(len(x), self.heads, -1)
        s, t = graph.index
        a = segment_softmax(F.leaky_relu((h * self.att_s).sum(-1)[s] + (h * self.att_t).sum(-1)[t], 0.2), t, graph.n)
        return torch.zeros_like(h).index_add_(0, t, h[s] * a.unsqueeze(-1)).flatten(1)


class GIN(nn.Module):
    def __init__(self, i, o):
        super().__init__()
        self.eps = nn.Parameter(torch.zeros(()))
        self.mlp = nn.Sequential(nn.Linear(i, o), nn.BatchNorm1d(o), nn.ReLU(), nn.Linear(o, o))
        self.virtual = nn.Parameter(torch.zeros(1, i))

    def forward(self, x, graph):
        s, t = graph.index
        x = x + self.virtual
        return self.mlp((1 + self.eps) * x + torch.zeros_like(x).scatter_add_(0, t[:, None].expand(-1, x.shape[1]), x[s]))


class Encoder(nn.Module):
    def __init__(self, *layers, out):
        super().__init__()
        self.layers, self.out = nn.ModuleList(layers), nn.LazyLinear(out)

    def forward(self, x, graph):
        return self.out(reduce(lambda h, layer: F.elu(layer(h, graph)), self.layers, x))


def propagate(graph, labels, mask, classes, alpha=0.8, rounds=5):
    y = F.one_hot(labels, classes).float() * mask[:, None]
    out = y.clone()
    for _ in range(rounds):
        out = alpha * (graph.normalized @ out) + (1 - alpha) * y
    return out.argmax(1)


def negatives(graph, count, rng):
    present = {(e.a, e.b) for e in graph.edges}
    candidates = [p for p in combinations(range(graph.n), 2) if p not in present and p[::-1] not in present]
    return torch.tensor(rng.sample(candidates, count)).T


def auc(positive, negative):
    return (positive[:, None] > negative[None]).float().mean().item()


rng = random.Random(40)
blocks = [range(0, 6), range(6, 12), range(12, 15)]
edges = [Edge(a, b, round(rng.uniform(0.5, 2), 2)) for block in blocks for a, b in combinations(block, 2) if rng.random() < 0.6]
edges += [Edge(a, b) for a, b in zip(range(0, 2), range(6, 8))]
graph = Graph(15, sorted(edges))
labels = torch.tensor([i for i, b in enumerate(blocks) for _ in b])
print(len(graph.edges), graph.index.shape, [len(c) for c in graph.components()], Edge(1, 1).is_loop)
print(list(takewhile(lambda v: v != 7, graph.walk(0)))[:3], list(graph.walk(0, "dfs"))[0], round(max(graph.shortest(0).values()), 2))
torch.manual_seed(41)
x = F.one_hot(torch.arange(15), 15).float() + 0.1 * torch.randn(15, 15)
mask = torch.zeros(15, dtype=torch.bool)
mask[::2] = True
for name, model in {"gcn": Encoder(GCN(15, 8), GCN(8, 8), out=3), "gat": Encoder(GAT(15, 4), out=3), "gin": Encoder(GIN(15, 8), out=3)}.items():
    model(x, graph)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.03, weight_decay=5e-4)
    for epoch in range(6):
        model.train()
        loss = F.cross_entropy(model(x, graph)[mask], labels[mask])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.eval()
    accuracy = (model(x, graph).argmax(1) == labels)[~mask].float().mean()
    print(name, f"{loss.item():.2f} {accuracy.item():.2f}", sum(p.numel() for p in model.parameters()), type(model.out).__name__, [n for n, p in model.named_parameters() if p.grad is None])
print(propagate(graph, labels, mask, 3).eq(labels).float().mean().item() >= 0.5)
link = Encoder(GCN(15, 8), out=4)
link(x, graph)
optimizer = torch.optim.Adam(link.parameters(), lr=0.02)
positive, negative = graph.index[:, :10], negatives(graph, 10, rng)
score = lambda z, e: (z[e[0]] * z[e[1]]).sum(-1)
for _ in range(5):
    z = link(x, graph)
    loss = F.binary_cross_entropy_with_logits(torch.cat([score(z, positive), score(z, negative)]), torch.cat([torch.ones(10), torch.zeros(10)]))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
z = link(x, graph).detach()
print(f"{loss.item():.3f} {auc(score(z, positive), score(z, negative)):.2f}")
w = torch.rand(graph.index.shape[1], requires_grad=True)
A = torch.sparse_coo_tensor(graph.index, w, (15, 15))
(torch.sparse.mm(A, x).square().sum()).backward()
print(w.grad.shape, (w.grad != 0).float().mean().item() > 0.5)
ranked = []
for v, d in sorted(collections.Counter(chain.from_iterable((e.a, e.b) for e in edges)).items()):
    insort(ranked, (-d, v))
print(len(ranked), ranked[0][0] < 0, sum(1 for a, b in product(range(2), repeat=2) if a ^ b))
