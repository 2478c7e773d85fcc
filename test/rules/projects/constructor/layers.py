import torch
from torch import nn


class Gate(nn.Module):
    def _init_(self, d):  # expect: module-init
        super().__init__()
        self.scale = nn.Parameter(torch.ones(d))

    def forward(self, x):
        return x * self.scale  # raises: 'Gate' object has no attribute 'scale'
