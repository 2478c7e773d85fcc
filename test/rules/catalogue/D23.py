"""D23: .grad of a tensor that is no leaf."""
import torch
import torch.nn as nn
import torch.nn.functional as F


def converted_bad():
    w = torch.randn(3, requires_grad=True).double()
    (w ** 2).sum().backward()
    print(w.grad)  # expect: grad-nonleaf


def converted_ok():
    w = torch.randn(3, dtype=torch.double, requires_grad=True)
    (w ** 2).sum().backward()
    print(w.grad.shape)


class Saliency:
    def __init__(self, net):
        self.net = net

    def __call__(self, x):
        x = x.requires_grad_()
        x = x / 255.0
        score = self.net(x).max()
        score.backward()
        return x.grad  # expect: grad-nonleaf


def saliency_bad():
    heat = Saliency(nn.Linear(4, 2))(torch.rand(1, 4))
    print(heat)


def activation_bad():
    net = nn.Linear(4, 3)
    h = net(torch.randn(2, 4))
    loss = F.relu(h).sum()
    loss.backward()
    g = h.grad  # expect: grad-nonleaf
    print(g)


def grad_cam_ok():
    features, head = nn.Conv2d(1, 2, 3), nn.Linear(2, 3)
    act = features(torch.randn(1, 1, 5, 5))
    act.retain_grad()
    head(act.mean((2, 3)))[0, 1].backward()
    weights = act.grad.mean((2, 3), keepdim=True)
    print((weights * act).sum(1).relu().shape)


def generic_ok():
    net = nn.Linear(4, 3)
    net(torch.randn(2, 4)).sum().backward()
    total = 0.0
    for p in net.parameters():
        if p.grad is not None:
            total += p.grad.norm().item() ** 2
    print(total > 0)
