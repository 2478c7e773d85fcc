"""D54: deepcopy of a module that keeps a computed tensor."""
import copy
import torch
import torch.nn as nn


class KeepsFeatures(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 2)
        self.feat = None

    def forward(self, x):
        self.feat = self.fc(x)  # expect: detached-deepcopy
        return self.feat


def ema_bad():
    net = KeepsFeatures()
    net(torch.randn(2, 3)).sum().backward()
    ema = copy.deepcopy(net)  # raises: Only Tensors created explicitly by the
    print(ema)


class KeepsDetached(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 2)
        self.feat = None

    def forward(self, x):
        y = self.fc(x)
        self.feat = y.detach()
        return y


def ema_ok():
    net = KeepsDetached()
    net(torch.randn(2, 3)).sum().backward()
    ema = copy.deepcopy(net)
    print(type(ema).__name__)


class Scaled(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.ones(3))
        self.w2 = self.w * 2  # expect: detached-deepcopy  # expect: graph-freed

    def forward(self, x):
        return x * (self.w + self.w2)


def averaged_bad():
    best = copy.deepcopy(Scaled())  # raises: Only Tensors created explicitly by the
    print(best)


def tensor_bad():
    h = nn.Linear(3, 2)(torch.randn(1, 3))
    history = [copy.deepcopy(h)]  # expect: detached-deepcopy  # raises: Only Tensors created explicitly by the
    print(history)
