"""A computed tensor is deep-copied, often one that a module keeps."""
import copy
import torch
import torch.nn as nn


class Features(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 3)

    def forward(self, x):
        self.feat = self.fc(x)  # expect: detached-deepcopy keeps a tensor with its graph on the
        return self.feat


def stored_activation_bad():
    net = Features()
    net(torch.randn(2, 3))
    ema = copy.deepcopy(net)  # raises: Only Tensors created explicitly by the user


def activation_not_stored_ok():
    net = nn.Linear(3, 3)
    feat = net(torch.randn(2, 3))
    kept = copy.deepcopy(feat.detach())
    ema = copy.deepcopy(net)
