import torch
from torch import nn


class ScaledConv(nn.Conv2d):
    """Weight standardisation, written by hand."""

    def forward(self, x):
        w = self.weight
        mean = w.mean(dim=(1, 2, 3), keepdim=True)
        std = w.std(dim=(1, 2, 3), keepdim=True) + 1e-5
        self.weight = (w - mean) / std  # raises: cannot assign 'torch.FloatTensor' as parameter 'weight'  # expect: module-assign
        return super().forward(x)


class SmallNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = ScaledConv(3, 4, 3, padding=1)
        self.pool = nn.AdaptiveMaxPool2d(1)
        self.fc = nn.Linear(4, 2)

    def forward(self, x):
        return self.fc(self.pool(self.conv(x)).flatten(1))


print(SmallNet()(torch.randn(2, 3, 5, 5)).shape)
