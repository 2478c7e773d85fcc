import math

import torch
from torch import nn


class Head(nn.Module):
    def __init__(self, in_ch: int, anchors: int, classes: int) -> None:
        super().__init__()
        self.na, self.nc = anchors, classes
        self.pred = nn.Conv2d(in_ch, anchors * (5 + classes), 1)
        self._init_bias()

    @torch.no_grad()
    def _init_bias(self, prior: float = 0.01) -> None:
        b = self.pred.bias.view(self.na, -1)
        b[:, 4] += math.log(prior / (1 - prior))
        b[:, 5:] += math.log(0.6 / (self.nc - 0.99))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        n, _, h, w = x.shape
        return self.pred(x).view(n, self.na, 5 + self.nc, h, w).permute(0, 1, 3, 4, 2)


class Detector(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.backbone = nn.Sequential(nn.Conv2d(3, 8, 3, stride=2), nn.BatchNorm2d(8), nn.ReLU(True))
        self.head = Head(8, 3, 2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.head(self.backbone(x))


print(Detector()(torch.randn(1, 3, 9, 9)).shape)
