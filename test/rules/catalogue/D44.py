"""D44: one module object in several places."""
import copy
import torch
import torch.nn as nn


class Stack(nn.Module):
    def __init__(self, n=4):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(3, 3)] * n)  # expect: module-repeated

    def forward(self, x):
        for layer in self.layers:
            x = torch.relu(layer(x))
        return x


def stack_bad():
    net = Stack()
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    opt.zero_grad()
    net(torch.randn(2, 3)).sum().backward()
    opt.step()


class StackRight(nn.Module):
    def __init__(self, n=4):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(3, 3) for _ in range(n)])
        self.acts = nn.ModuleList([nn.ReLU()] * n)

    def forward(self, x):
        for layer, act in zip(self.layers, self.acts):
            x = act(layer(x))
        return x


def stack_ok():
    net = StackRight()
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    opt.zero_grad()
    net(torch.randn(2, 3)).sum().backward()
    opt.step()


class Decoder(nn.Module):
    """A layer built outside and put in as many times as asked."""

    def __init__(self, layer, depth=3):
        super().__init__()
        self.layers = nn.Sequential(*[layer for _ in range(depth)])  # expect: module-repeated

    def forward(self, x):
        return self.layers(x)


def decoder_bad():
    net = Decoder(nn.Sequential(nn.Linear(3, 3), nn.ReLU()))
    net(torch.randn(2, 3)).sum().backward()


def clones(module, n):
    return nn.ModuleList([module for _ in range(n)])  # expect: module-repeated


def clones_bad():
    layers = clones(nn.Linear(3, 3), 3)
    x = torch.randn(2, 3)
    for layer in layers:
        x = layer(x)
    x.sum().backward()


class DecoderRight(nn.Module):
    def __init__(self, layer, depth=3):
        super().__init__()
        self.layers = nn.Sequential(*[copy.deepcopy(layer) for _ in range(depth)])

    def forward(self, x):
        return self.layers(x)


def decoder_ok():
    net = DecoderRight(nn.Sequential(nn.Linear(3, 3), nn.ReLU()))
    net(torch.randn(2, 3)).sum().backward()


class Shared(nn.Module):
    """Sharing that is meant: one layer used by two inputs, a head on every level."""

    def __init__(self):
        super().__init__()
        self.enc = nn.Linear(3, 3)
        self.head = nn.Linear(3, 1)
        self.decoder = nn.Linear(3, 3)
        self.decoder.weight = self.enc.weight

    def forward(self, a, b):
        return self.head(self.decoder(self.enc(a))) + self.head(self.enc(b))


def shared_ok():
    Shared()(torch.randn(2, 3), torch.randn(2, 3)).sum().backward()
