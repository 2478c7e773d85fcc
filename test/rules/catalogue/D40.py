"""D40: a tensor assigned to a registered parameter."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class Fusion(nn.Module):
    def __init__(self, n=3):
        super().__init__()
        self.lw = nn.Parameter(torch.ones(n))

    def forward(self, xs):
        self.lw = F.softmax(self.lw, 0)  # expect: module-assign  # raises: cannot assign 'torch\.FloatTensor' as
        return sum(w * x for w, x in zip(self.lw, xs))


def fusion_bad():
    Fusion()([torch.randn(2) for _ in range(3)]).sum().backward()


class FusionRight(nn.Module):
    def __init__(self, n=3):
        super().__init__()
        self.lw = nn.Parameter(torch.ones(n))
        self.last = None

    def forward(self, xs):
        lw = F.softmax(self.lw, 0)
        self.last = lw.detach()
        return sum(w * x for w, x in zip(lw, xs))


def fusion_ok():
    net = FusionRight()
    net([torch.randn(2) for _ in range(3)]).sum().backward()
    net.lw = nn.Parameter(net.last)


def weight_drop_bad():
    lstm = nn.LSTM(3, 4)
    raw = lstm.weight_hh_l0
    lstm.weight_hh_l0 = F.dropout(raw, 0.5)  # expect: module-assign  # raises: cannot assign 'torch\.FloatTensor' as
    lstm(torch.randn(2, 1, 3))


def clipped_bad():
    net = nn.Linear(3, 2)
    net.weight = net.weight.clamp(-0.1, 0.1)  # expect: module-assign  # raises: cannot assign 'torch\.FloatTensor' as


def inner_update_bad():
    net = nn.Linear(3, 1)
    grads = torch.autograd.grad(net(torch.randn(2, 3)).sum(), list(net.parameters()))
    for (name, p), g in zip(list(net.named_parameters()), grads):
        setattr(net, name, p - 0.1 * g)  # expect: module-assign  # raises: cannot assign 'torch\.FloatTensor' as


def deleted_first_ok():
    net = nn.Linear(3, 2)
    w = net.weight
    del net.weight
    net.weight = w * 2
    net(torch.randn(1, 3)).sum().backward()
