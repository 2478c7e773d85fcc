"""A list is multiplied, which repeats one layer instead of making more."""
import torch
import torch.nn as nn


def multiplied_bad():
    layers = nn.ModuleList([nn.Linear(3, 3)] * 4)  # expect: module-repeated all share their weights
    x = torch.randn(2, 3)
    for layer in layers:
        x = layer(x)


def multiplied_fixed():
    layers = nn.ModuleList([nn.Linear(3, 3) for _ in range(4)])
    x = torch.randn(2, 3)
    for layer in layers:
        x = layer(x)


def each_layer_ok():
    layers = nn.ModuleList([nn.Linear(3, 3) for _ in range(4)])
    acts = [nn.ReLU()] * 4
    x = torch.randn(2, 3)
    for layer, act in zip(layers, acts):
        x = act(layer(x))
    x.sum().backward()


class Heads(nn.Module):
    """The author offers both, so sharing is meant where it is chosen."""

    def __init__(self, shared=True):
        super().__init__()
        if shared:
            head = nn.Linear(3, 2)
            self.heads = nn.ModuleList([head] * 3)
        else:
            self.heads = nn.ModuleList([nn.Linear(3, 2) for _ in range(3)])

    def forward(self, x):
        return sum(head(x) for head in self.heads)


def chosen_ok():
    Heads()(torch.randn(4, 3)).sum().backward()


class Refined(nn.Module):
    def __init__(self, refine=False):
        super().__init__()
        self.box = nn.Linear(3, 4)
        if refine:
            self.box = nn.ModuleList([nn.Linear(3, 4) for _ in range(3)])
        else:
            self.box = nn.ModuleList([self.box for _ in range(3)])

    def forward(self, x):
        return sum(box(x) for box in self.box)


def refined_ok():
    Refined()(torch.randn(4, 3)).sum().backward()
