"""D26: an in-place write to one of several views of an operation."""
import torch
import torch.nn as nn


class Normalise(nn.Module):
    def __init__(self, mean=(0.5, 0.5), std=(0.2, 0.2)):
        super().__init__()
        self.mean, self.std = mean, std

    def forward(self, batch):
        for img, m, s in zip(batch, self.mean, self.std):
            img.sub_(m).div_(s)  # expect: inplace-view  # raises: Output 0 of Unbind is a view and is being
        return batch


def normalise_bad():
    conv, norm = nn.Linear(3, 3), Normalise()
    norm(conv(torch.randn(2, 3))).sum().backward()


class NormaliseRight(nn.Module):
    def __init__(self, mean=(0.5, 0.5), std=(0.2, 0.2)):
        super().__init__()
        self.mean, self.std = mean, std

    def forward(self, batch):
        return torch.stack([(img - m) / s for img, m, s in zip(batch, self.mean, self.std)])


def normalise_ok():
    conv, norm = nn.Linear(3, 3), NormaliseRight()
    norm(conv(torch.randn(2, 3))).sum().backward()


def chunked_gates_bad():
    fc = nn.Linear(4, 8)
    i, f = fc(torch.randn(2, 4)).chunk(2, dim=1)
    f += 1.0  # expect: inplace-view  # raises: Output 1 of Split is a view and is being
    (torch.sigmoid(i) * torch.sigmoid(f)).sum().backward()


def unbind_bad():
    pts = nn.Linear(2, 2)(torch.randn(3, 2))
    x, y = pts.unbind(-1)
    x.mul_(2)  # expect: inplace-view  # raises: Output 0 of Unbind is a view and is being
    (x + y).sum().backward()


def split_bad():
    h = nn.Linear(4, 4)(torch.randn(2, 4))
    a, b = torch.split(h, 2, dim=1)
    a.clamp_(min=0)  # expect: inplace-view  # raises: Output 0 of Split is a view and is being
    torch.cat([a, b], 1).sum().backward()


def images_ok():
    batch = torch.rand(2, 3, 4)
    for img in batch:
        img.sub_(0.5).div_(0.2)
    net = nn.Linear(4, 1)
    net(batch).sum().backward()


def gates_ok():
    fc = nn.Linear(4, 16)
    i, f, g, o = fc(torch.randn(2, 4)).chunk(4, 1)
    c = torch.sigmoid(f) * torch.zeros(2, 4) + torch.sigmoid(i) * torch.tanh(g)
    (torch.sigmoid(o) * torch.tanh(c)).sum().backward()


def under_no_grad_ok():
    w = nn.Linear(4, 2).weight
    with torch.no_grad():
        for row in w:
            row.div_(row.norm())
