"""D39: requires_grad of a computed tensor is changed."""
import torch
import torch.nn as nn
import torch.nn.functional as F


def switched_off_bad():
    x = torch.randn(3, requires_grad=True)
    y = x * 2
    y.requires_grad = False  # expect: grad-flag  # raises: you can only change requires_grad flags
    print(y)


def switched_off_ok():
    x = torch.randn(3, requires_grad=True)
    y = (x * 2).detach()
    y.requires_grad = False
    y.requires_grad_(True)
    print(y)


def attack_bad():
    net = nn.Linear(4, 2)
    img, y = torch.rand(2, 4), torch.tensor([0, 1])
    r = torch.zeros(2, 4)
    img.requires_grad = True
    for _ in range(2):
        loss = F.cross_entropy(net(img), y)
        g, = torch.autograd.grad(loss, img)
        r = r + 0.1 * g.sign()
        img = img + r
        img.requires_grad = False  # expect: grad-flag  # raises: you can only change requires_grad flags
    print(img)


class Ema:
    def __init__(self, net):
        self.shadow = {k: v * 1.0 for k, v in net.named_parameters()}
        for v in self.shadow.values():
            v.requires_grad = False  # expect: grad-flag  # raises: you can only change requires_grad flags


def ema_bad():
    Ema(nn.Linear(3, 2))


def method_bad():
    h = nn.Linear(3, 2)(torch.randn(1, 3))
    h.requires_grad_(False)  # expect: grad-flag  # raises: you can only change requires_grad flags
    print(h)


class EmaRight:
    def __init__(self, net):
        self.shadow = {k: v.detach().clone() for k, v in net.named_parameters()}
        for v in self.shadow.values():
            v.requires_grad = False

    def update(self, net):
        for k, v in net.named_parameters():
            self.shadow[k].mul_(0.9).add_(v.detach(), alpha=0.1)


def ema_ok():
    net = nn.Linear(3, 2)
    ema = EmaRight(net)
    ema.update(net)
