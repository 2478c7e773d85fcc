"""D06: an in-place write to the output an operation saved."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class Block(nn.Module):
    def __init__(self, c=4):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(c, c), nn.Linear(c, c)

    def forward(self, x):
        y = F.relu(self.fc1(x))
        y += self.fc2(x)  # expect: inplace-saved
        return y


def block_bad():
    net = Block()
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(3, 4)).pow(2).mean().backward()  # raises: modified by an inplace operation
        opt.step()


class BlockRight(nn.Module):
    def __init__(self, c=4):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(c, c), nn.Linear(c, c)

    def forward(self, x):
        y = F.relu(self.fc1(x))
        y = y + self.fc2(x)
        return y


def block_ok():
    net = BlockRight()
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(3, 4)).pow(2).mean().backward()
        opt.step()


class Attention(nn.Module):
    def __init__(self, d=4):
        super().__init__()
        self.q, self.k, self.v = nn.Linear(d, d), nn.Linear(d, d), nn.Linear(d, d)

    def forward(self, x):
        att = torch.softmax(self.q(x) @ self.k(x).transpose(-2, -1) / 2.0, dim=-1)
        att[:, :, 0] = 0  # expect: inplace-saved
        return att @ self.v(x)


def attention_bad():
    net = Attention()
    net(torch.randn(2, 3, 4)).sum().backward()  # raises: modified by an inplace operation


class FPN(nn.Module):
    """The top-down path of a feature pyramid, activations before the sum."""

    def __init__(self):
        super().__init__()
        self.lateral = nn.ModuleList([nn.Conv2d(c, 4, 1) for c in (3, 5)])

    def forward(self, feats):
        laterals = [torch.sigmoid(conv(f)) for conv, f in zip(self.lateral, feats)]
        for i in range(len(laterals) - 1, 0, -1):
            laterals[i - 1] += F.interpolate(laterals[i], scale_factor=2, mode="nearest")  # expect: inplace-saved
        return laterals


def fpn_bad():
    net = FPN()
    outs = net([torch.randn(1, 3, 8, 8), torch.randn(1, 5, 4, 4)])
    sum(o.mean() for o in outs).backward()  # raises: modified by an inplace operation


class FPNRight(nn.Module):
    def __init__(self):
        super().__init__()
        self.lateral = nn.ModuleList([nn.Conv2d(c, 4, 1) for c in (3, 5)])

    def forward(self, feats):
        laterals = [conv(f) for conv, f in zip(self.lateral, feats)]
        for i in range(len(laterals) - 1, 0, -1):
            laterals[i - 1] += F.interpolate(laterals[i], scale_factor=2, mode="nearest")
        return laterals


def fpn_ok():
    net = FPNRight()
    outs = net([torch.randn(1, 3, 8, 8), torch.randn(1, 5, 4, 4)])
    sum(o.mean() for o in outs).backward()


def gate_bad():
    fc = nn.Linear(4, 4)
    x = torch.randn(3, 4)
    gate = fc(x).sigmoid()
    scaled = gate.mul_(2)  # expect: inplace-saved
    scaled.sum().backward()  # raises: modified by an inplace operation


def dropout_inplace_bad():
    fc = nn.Linear(4, 4)
    h = torch.sigmoid(fc(torch.randn(3, 4)))
    h = F.dropout(h, 0.5, training=True, inplace=True)  # expect: inplace-saved
    h.sum().backward()  # raises: modified by an inplace operation


class ResBlock(nn.Module):
    def __init__(self, c=4):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(c, c, 3, padding=1), nn.BatchNorm2d(c)
        self.conv2, self.bn2 = nn.Conv2d(c, c, 3, padding=1), nn.BatchNorm2d(c)
        self.relu = nn.ReLU(inplace=True)

    def forward(self, x):
        identity = x
        out = self.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        out += identity
        return self.relu(out)


def resnet_ok():
    net = nn.Sequential(ResBlock(), ResBlock())
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(2, 4, 5, 5)).mean().backward()
        opt.step()


def temperature_ok():
    q, k = nn.Linear(3, 4), nn.Linear(3, 4)
    logits = torch.cat([q(torch.randn(2, 3)), k(torch.randn(2, 3))], dim=1)
    logits /= 0.07
    F.cross_entropy(logits, torch.zeros(2, dtype=torch.long)).backward()
