"""D08: an in-place activation on a tensor that is still needed."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class ResidualStack(nn.Module):
    """Pre-activation residual block: the skip path is rectified without anybody noticing."""

    def __init__(self, c=4):
        super().__init__()
        self.block = nn.Sequential(
            nn.ReLU(inplace=True),
            nn.Conv2d(c, c, 3, padding=1),
            nn.ReLU(inplace=True),
            nn.Conv2d(c, c, 1),
        )

    def forward(self, x):
        out = self.block(x)  # expect: inplace-skip
        out += x
        return out


def residual_bad():
    stem, net = nn.Conv2d(3, 4, 1), ResidualStack()
    opt = torch.optim.Adam([*stem.parameters(), *net.parameters()])
    for _ in range(2):
        opt.zero_grad()
        net(stem(torch.randn(1, 3, 4, 4))).pow(2).mean().backward()
        opt.step()


class ResidualStackRight(nn.Module):
    def __init__(self, c=4):
        super().__init__()
        self.block = nn.Sequential(nn.ReLU(), nn.Conv2d(c, c, 3, padding=1), nn.ReLU(inplace=True), nn.Conv2d(c, c, 1))

    def forward(self, x):
        out = self.block(x)
        out += x
        return out


def residual_ok():
    stem, net = nn.Conv2d(3, 4, 1), ResidualStackRight()
    opt = torch.optim.Adam([*stem.parameters(), *net.parameters()])
    for _ in range(2):
        opt.zero_grad()
        net(stem(torch.randn(1, 3, 4, 4))).pow(2).mean().backward()
        opt.step()


class Gate(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.act = nn.ReLU(inplace=True)

    def forward(self, x):
        g = torch.sigmoid(self.fc(x))
        return self.act(g) * x  # expect: inplace-saved


def gate_bad():
    Gate()(torch.randn(2, 4)).sum().backward()  # raises: modified by an inplace operation


def on_leaf_bad():
    w = torch.randn(3, requires_grad=True)
    y = F.relu(w, inplace=True)  # expect: inplace-leaf  # raises: a leaf Variable that requires grad is
    y.sum().backward()


def dense_block_bad():
    """The features kept for concatenation are overwritten by the activation of the next layer."""
    c1, c2 = nn.Linear(3, 3), nn.Linear(3, 3)
    act = nn.ELU(inplace=True)
    x = c1(torch.randn(2, 3))
    y = c2(act(x))  # expect: inplace-skip
    torch.cat([x, y], 1).sum().backward()


def conv_bn_relu_ok():
    net = nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.ReLU(inplace=True), nn.Conv2d(4, 2, 1), nn.ReLU(inplace=True), nn.MaxPool2d(2))
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(2, 3, 6, 6)).mean().backward()
        opt.step()


def linear_tanh_ok():
    fc = nn.Linear(3, 3)
    h = fc(torch.randn(2, 3))
    h.tanh_()
    h.sum().backward()
