import torch
from torch import nn


class PreAct(nn.Module):
    """Identity-mapping residual unit (pre-activation)."""

    def __init__(self, ch, act=nn.ReLU):
        super().__init__()
        self.act1 = act()
        self.conv1 = nn.Conv2d(ch, ch, 3, padding=1, bias=False)
        self.act2 = act(inplace=True)
        self.conv2 = nn.Conv2d(ch, ch, 3, padding=1, bias=False)

    def forward(self, x):
        h = self.conv1(self.act1(x))
        h = self.conv2(self.act2(h))
        return x + h


class Trunk(nn.Module):
    def __init__(self, ch=4, depth=2):
        super().__init__()
        self.stem = nn.Conv2d(1, ch, 3, padding=1)
        self.units = nn.ModuleList(PreAct(ch) for _ in range(depth))

    def forward(self, x):
        x = self.stem(x)
        for unit in self.units:
            x = unit(x)
        return x.mean(dim=(2, 3))
