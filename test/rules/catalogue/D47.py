"""D47: nn.Embedding with max_norm edits its weight in forward."""
import torch
import torch.nn as nn


def order_bad():
    emb, W = nn.Embedding(4, 3, max_norm=0.1), torch.randn(2, 3, requires_grad=True)
    idx = torch.tensor([0, 2])
    a = emb.weight @ W.t()
    b = emb(idx) @ W.t()  # expect: inplace-saved
    (a.sum() * b.sum()).backward()  # raises: modified by an inplace operation


def order_ok():
    emb, W = nn.Embedding(4, 3, max_norm=0.1), torch.randn(2, 3, requires_grad=True)
    idx = torch.tensor([0, 2])
    a = emb.weight.clone() @ W.t()
    b = emb(idx) @ W.t()
    (a.sum() * b.sum()).backward()


class Tied(nn.Module):
    def __init__(self):
        super().__init__()
        self.emb = nn.Embedding(6, 3, max_norm=0.5)

    def forward(self, ctx, target):
        scores = self.emb.weight.matmul(self.emb.weight.t())
        pos = self.emb(ctx) * self.emb(target)  # expect: inplace-saved
        return scores.mean() + pos.sum()


def tied_bad():
    net = Tied()
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    opt.zero_grad()
    net(torch.tensor([1, 2]), torch.tensor([3, 4])).backward()  # raises: modified by an inplace operation
    opt.step()


class OnlyForward(nn.Module):
    def __init__(self):
        super().__init__()
        self.emb = nn.Embedding(6, 3, max_norm=0.5)
        self.head = nn.Linear(3, 1)

    def forward(self, idx):
        return self.head(self.emb(idx))


def only_forward_ok():
    net = OnlyForward()
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(2):
        opt.zero_grad()
        net(torch.tensor([1, 2])).sum().backward()
        opt.step()
