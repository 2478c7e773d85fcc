"""A flag is set that freezes nothing."""
import torch
import torch.nn as nn


def freeze_bad():
    net = nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 1))
    net[0].requires_grad = False  # expect: module-frozen sets a plain attribute on the module
    for p in net[1].parameters():
        p.require_grad = False  # expect: module-frozen sets an attribute that PyTorch does not know


def freeze_fixed():
    net = nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 1))
    net[0].requires_grad_(False)
    for p in net[1].parameters():
        p.require_grad = False  # expect: module-frozen sets an attribute that PyTorch does not know


def method_bad():
    net = nn.Linear(3, 4)
    for p in net.parameters():
        p.requires_grad_ = False  # expect: module-frozen keeps requiring grad


def method_fixed():
    net = nn.Linear(3, 4)
    for p in net.parameters():
        p.requires_grad = False


def frozen_ok():
    net = nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 1))
    net[0].requires_grad_(False)
    for p in net[1].parameters():
        p.requires_grad = False


class Attention(nn.Module):
    def __init__(self, requires_grad: bool = True):
        super().__init__()
        self.requires_grad = requires_grad  # a setting of its own
        if requires_grad:
            self.beta = nn.Parameter(torch.ones(1))
        else:
            self.register_buffer("beta", torch.ones(1))

    def forward(self, x):
        return x * self.beta


def setting_ok():
    Attention()(torch.randn(2, 3)).sum().backward()


def switch(model, flag):
    model.requires_grad = flag  # expect: module-frozen


def switched_bad():
    switch(nn.Linear(3, 2), False)
