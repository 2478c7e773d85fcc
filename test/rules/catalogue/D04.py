"""D04: a forward, or part of it, computed once outside the loop or cached."""
import torch
import torch.nn as nn
import torch.nn.functional as F


def hoisted_bad():
    torch.manual_seed(1)
    conv, head = nn.Conv1d(1, 2, 3), nn.Linear(12, 1)
    opt = torch.optim.Adam([*conv.parameters(), *head.parameters()])
    x, y = torch.randn(4, 1, 8), torch.randn(4, 1)
    feat = torch.tanh(conv(x)).flatten(1)  # expect: graph-freed
    for epoch in range(3):
        opt.zero_grad()
        loss = F.mse_loss(head(feat), y)
        loss.backward()  # raises: Trying to backward through the graph a
        opt.step()


def hoisted_ok():
    conv, head = nn.Conv1d(1, 2, 3), nn.Linear(12, 1)
    opt = torch.optim.Adam([*conv.parameters(), *head.parameters()])
    x, y = torch.randn(4, 1, 8), torch.randn(4, 1)
    for epoch in range(3):
        feat = torch.tanh(conv(x)).flatten(1)
        opt.zero_grad()
        loss = F.mse_loss(head(feat), y)
        loss.backward()
        opt.step()


class CachedSoftmax(nn.Module):
    def __init__(self):
        super().__init__()
        self.p = nn.Parameter(torch.randn(4))
        self._c = None

    def probs(self):
        if self._c is None:
            self._c = torch.softmax(self.p, 0)  # expect: graph-freed
        return self._c

    def forward(self, x):
        return x @ self.probs()


def cached_bad():
    net = CachedSoftmax()
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(3, 4)).pow(2).mean().backward()  # raises: Trying to backward through the graph a
        opt.step()


class FreshSoftmax(nn.Module):
    def __init__(self):
        super().__init__()
        self.p = nn.Parameter(torch.randn(4))

    @property
    def probs(self):
        return torch.softmax(self.p, 0)

    def forward(self, x):
        return x @ self.probs


def cached_ok():
    net = FreshSoftmax()
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(3, 4)).pow(2).mean().backward()
        opt.step()


class EmbeddedText(torch.utils.data.Dataset):
    def __init__(self, embedding, n=4):
        self.items = [torch.sigmoid(embedding(torch.tensor([i, i + 1]))) for i in range(n)]  # expect: graph-freed

    def __len__(self):
        return len(self.items)

    def __getitem__(self, i):
        return self.items[i]


def dataset_bad():
    emb, head = nn.Embedding(8, 3), nn.Linear(3, 1)
    opt = torch.optim.Adam([*emb.parameters(), *head.parameters()])
    data = EmbeddedText(emb)
    for epoch in range(2):
        for i in range(len(data)):
            opt.zero_grad()
            head(data[i]).mean().backward()  # raises: Trying to backward through the graph a
            opt.step()


def frozen_features_ok():
    backbone, head = nn.Linear(3, 4), nn.Linear(4, 1)
    opt = torch.optim.Adam(head.parameters())
    x = torch.randn(5, 3)
    with torch.no_grad():
        feat = torch.tanh(backbone(x))
    for _ in range(3):
        opt.zero_grad()
        head(feat).pow(2).mean().backward()
        opt.step()


def constant_table_ok():
    net = nn.Linear(4, 1)
    opt = torch.optim.Adam(net.parameters())
    grid = torch.linspace(0, 1, 8).view(2, 4)
    basis = torch.sin(grid * 3)
    for _ in range(3):
        opt.zero_grad()
        net(basis).pow(2).mean().backward()
        opt.step()


def nothing_saved_ok():
    w = torch.randn(3, requires_grad=True)
    h = w + 1
    for _ in range(2):
        h.sum().backward()
