"""Graph attention and GCN on a small synthetic citation graph: scatter softmax by hand, sparse adjacency, pooling."""
import math
from functools import lru_cache
from types import SimpleNamespace

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(0)


class Data(SimpleNamespace):
    @property
    def num_nodes(self):
        return self.x.size(0)

    @property
    def num_edges(self):
        return self.edge_index.size(1)

    def __repr__(self):
        parts = (f"{k}={list(v.size())}" for k, v in self.__dict__.items() if torch.is_tensor(v))
        return f"{self.__class__.__name__}({', '.join(parts)})"


def make_graph(n=12, classes=3, features=6):
    y = torch.arange(n) % classes
    x = F.one_hot(y, features).float() + 0.3 * torch.randn(n, features)
    edges = []
    for i in range(n):
        for j in range(i + 1, n):
            p = 0.6 if y[i] == y[j] else 0.1
            if torch.rand(()) < p:
                edges += [(i, j), (j, i)]
    edge_index = torch.tensor(edges, dtype=torch.long).t().contiguous()
    mask = torch.zeros(n, dtype=torch.bool)
    mask[: n // 2] = True
    return Data(x=x, y=y, edge_index=edge_index, train_mask=mask, test_mask=~mask)


def add_self_loops(edge_index, n):
    loop = torch.arange(n, dtype=edge_index.dtype).unsqueeze(0).repeat(2, 1)
    return torch.cat([edge_index, loop], dim=1)


def scatter_sum(src, index, n):
    out = torch.zeros((n, *src.shape[1:]), dtype=src.dtype)
    return out.index_add(0, index, src)


def scatter_softmax(src, index, n):
    top = torch.full((n, src.size(1)), float("-inf")).scatter_reduce(
        0, index[:, None].expand_as(src), src.detach(), reduce="amax", include_self=True
    )
    e = (src - top[index]).exp()
    return e / (scatter_sum(e, index, n)[index] + 1e-16)


class MessagePassing(nn.Module):
    aggr = "add"

    def propagate(self, edge_index, x, **kw):
        src, dst = edge_index
        msg = self.message(x_j=x[src], x_i=x[dst], **{k: v for k, v in kw.items()})
        return self.update(self.aggregate(msg, dst, x.size(0)))

    def aggregate(self, msg, dst, n):
        total = scatter_sum(msg, dst, n)
        if self.aggr == "mean":
            deg = torch.bincount(dst, minlength=n).clamp(min=1).view(-1, *[1] * (msg.dim() - 1))
            total = total / deg
        return total

    def message(self, x_j, x_i):
        return x_j

    def update(self, out):
        return out


class GCNConv(MessagePassing):
    def __init__(self, i, o):
        super().__init__()
        self.lin = nn.Linear(i, o, bias=False)
        self.bias = nn.Parameter(torch.zeros(o))

    def forward(self, x, edge_index):
        ei = add_self_loops(edge_index, x.size(0))
        row, col = ei
        deg = torch.bincount(col, minlength=x.size(0)).float()
        norm = deg.pow(-0.5)[row] * deg.pow(-0.5)[col]
        return self.propagate(ei, self.lin(x), norm=norm) + self.bias

    def message(self, x_j, x_i, norm):
        return norm.view(-1, 1) * x_j


class SAGEConv(MessagePassing):
    aggr = "mean"

    def __init__(self, i, o):
        super().__init__()
        self.lin_l = nn.Linear(i, o)
        self.lin_r = nn.Linear(i, o, bias=False)

    def forward(self, x, edge_index):
        return self.lin_l(self.propagate(edge_index, x)) + self.lin_r(x)


class GATConv(MessagePassing):
    def __init__(self, i, o, heads=2, concat=True, negative_slope=0.2):
        super().__init__()
        self.heads, self.o, self.concat, self.slope = heads, o, concat, negative_slope
        self.lin = nn.Linear(i, heads * o, bias=False)
        self.att = nn.Parameter(torch.empty(1, heads, 2 * o))
        nn.init.xavier_uniform_(self.att, gain=math.sqrt(2))

    def forward(self, x, edge_index):
        ei = add_self_loops(edge_index, x.size(0))
        h = self.lin(x).view(-1, self.heads, self.o)
        self._alpha = None
        out = self.propagate(ei, h, index=ei[1], n=x.size(0))
        return out.flatten(1) if self.concat else out.mean(1)

    def message(self, x_j, x_i, index, n):
        alpha = (torch.cat([x_i, x_j], -1) * self.att).sum(-1)
        alpha = scatter_softmax(F.leaky_relu(alpha, self.slope), index, n)
        self._alpha = alpha.detach()
        return x_j * alpha.unsqueeze(-1)


class Net(nn.Module):
    def __init__(self, conv, hidden, **kw):
        super().__init__()
        self.conv1 = conv(6, hidden, **kw)
        self.conv2 = conv(hidden * kw.get("heads", 1), 3, **({**kw, "concat": False} if kw else {}))

    def forward(self, data):
        x = F.elu(self.conv1(data.x, data.edge_index))
        x = F.dropout(x, p=0.2, training=self.training)
        return F.log_softmax(self.conv2(x, data.edge_index), dim=1)


@torch.no_grad()
def accuracy(model, data):
    model.eval()
    pred = model(data).max(1)[1]
    return [pred[m].eq(data.y[m]).sum().item() / m.sum().item() for m in (data.train_mask, data.test_mask)]


data = make_graph()
print(data, data.num_nodes, data.num_edges)
dense = torch.zeros(12, 12).index_put_(tuple(data.edge_index), torch.ones(data.num_edges), accumulate=True)
print(dense.sum(1).long().tolist(), torch.equal(dense, dense.t()))
for conv, kw in ((GCNConv, {}), (SAGEConv, {}), (GATConv, {"heads": 2})):
    torch.manual_seed(5)
    model = Net(conv, 4, **kw)
    opt = torch.optim.Adam([dict(params=model.conv1.parameters(), weight_decay=5e-3), dict(params=model.conv2.parameters(), weight_decay=0)], lr=0.05)
    for epoch in range(1, 6):
        model.train()
        opt.zero_grad()
        loss = F.nll_loss(model(data)[data.train_mask], data.y[data.train_mask])
        loss.backward()
        opt.step()
        if epoch % 2:
            train_acc, test_acc = accuracy(model, data)
            print(f"{conv.__name__} Epoch: {epoch:03d}, Loss: {loss:.4f}, Train: {train_acc:.4f}, Test: {test_acc:.4f}")
alpha = model.conv1._alpha
print(alpha.shape, scatter_sum(alpha, add_self_loops(data.edge_index, 12)[1], 12)[:3])


@lru_cache(maxsize=None)
def hops(a, b):
    if a == b:
        return 0
    seen, frontier, d = {a}, {a}, 0
    while frontier:
        d += 1
        frontier = {int(j) for i in frontier for j in dense[i].nonzero().flatten()} - seen
        if b in frontier:
            return d
        seen |= frontier
    return math.inf


print([hops(0, k) for k in range(6)], hops(0, 3), hops.cache_info())
