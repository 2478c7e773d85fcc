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
