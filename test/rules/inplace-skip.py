"""An in-place layer changes the input that a skip connection adds later."""
import torch
import torch.nn as nn


def rectified_skip_bad():
    block = nn.Sequential(nn.ReLU(inplace=True), nn.Conv2d(2, 2, 3, padding=1))
    x = nn.Conv2d(1, 2, 3, padding=1)(torch.randn(1, 1, 4, 4))
    out = block(x)  # expect: inplace-skip Make the first activation out of place
    out = out + x
    out.sum().backward()


def rectified_skip_fixed():
    block = nn.Sequential(nn.ReLU(inplace=False), nn.Conv2d(2, 2, 3, padding=1))
    x = nn.Conv2d(1, 2, 3, padding=1)(torch.randn(1, 1, 4, 4))
    out = block(x)
    out = out + x
    out.sum().backward()


class PreactivationBad(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(2, 2, 3, padding=1)
        self.relu = nn.ReLU(inplace=True)

    def forward(self, x):
        x = self.conv(x)
        out = self.relu(x)  # expect: inplace-skip Make the first activation out of place
        out = self.conv(out)
        out += x
        return out


class PreactivationFixed(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(2, 2, 3, padding=1)
        self.relu = nn.ReLU(inplace=False)

    def forward(self, x):
        x = self.conv(x)
        out = self.relu(x)
        out = self.conv(out)
        out += x
        return out


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv, self.bn = nn.Conv2d(2, 2, 3, padding=1), nn.BatchNorm2d(2)
        self.relu = nn.ReLU(inplace=True)

    def forward(self, x):
        identity = x
        out = self.relu(self.bn(self.conv(x)))
        out = self.bn(self.conv(out))
        out += identity
        return self.relu(out)


def residual_ok():
    Residual()(torch.randn(1, 2, 4, 4)).sum().backward()
