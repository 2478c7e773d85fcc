"""D60: tied weights that are broken."""
import copy
import torch
import torch.nn as nn


class LM(nn.Module):
    def __init__(self):
        super().__init__()
        self.emb = nn.Embedding(8, 4)
        self.dec = nn.Linear(4, 8, bias=False)
        self.dec.weight = nn.Parameter(self.emb.weight)  # expect: module-untied

    def forward(self, t):
        return self.dec(self.emb(t))


def wrapped_bad():
    net = LM()
    opt = torch.optim.Adam(net.parameters())
    for _ in range(2):
        opt.zero_grad()
        net(torch.tensor([1, 2])).pow(2).mean().backward()
        opt.step()


class LMRight(nn.Module):
    def __init__(self):
        super().__init__()
        self.emb = nn.Embedding(8, 4)
        self.dec = nn.Linear(4, 8, bias=False)
        self.dec.weight = self.emb.weight

    def forward(self, t):
        return self.dec(self.emb(t))


def wrapped_ok():
    net = LMRight()
    opt = torch.optim.Adam(net.parameters())
    for _ in range(2):
        opt.zero_grad()
        net(torch.tensor([1, 2])).pow(2).mean().backward()
        opt.step()


class AutoEncoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.Linear(4, 2, bias=False)
        self.dec = nn.Linear(2, 4, bias=False)
        self.dec.weight = nn.Parameter(self.enc.weight.t())  # expect: module-untied

    def forward(self, x):
        return self.dec(self.enc(x))


def transposed_bad():
    net = AutoEncoder()
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(3, 4)).pow(2).mean().backward()
        opt.step()


def by_data_bad():
    emb, dec = nn.Embedding(8, 4), nn.Linear(4, 8, bias=False)
    dec.weight.data = emb.weight.data  # expect: module-untied
    opt = torch.optim.Adam([*emb.parameters(), *dec.parameters()])
    for _ in range(2):
        opt.zero_grad()
        dec(emb(torch.tensor([1, 2]))).pow(2).mean().backward()
        opt.step()


def untied_ok():
    emb, dec = nn.Embedding(8, 4), nn.Linear(4, 8, bias=False)
    dec.weight = nn.Parameter(emb.weight.detach().clone())
    opt = torch.optim.Adam([*emb.parameters(), *dec.parameters()])
    for _ in range(2):
        opt.zero_grad()
        dec(emb(torch.tensor([1, 2]))).pow(2).mean().backward()
        opt.step()
