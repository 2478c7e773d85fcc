"""Wavelet-like layers in a hierarchy: the mixin sets its bank up before the module exists."""
import torch
from torch import nn


class BankMixin:
    def make_bank(self, scales):
        self.bank = nn.ModuleList(nn.Conv1d(1, 2, 3, dilation=s, padding=s) for s in scales)  # raises: cannot assign module before Module.__init__  # expect: module-init


class Scattering(BankMixin, nn.Module):
    def __init__(self, scales=(1, 2, 4)):
        self.make_bank(scales)
        super().__init__()
        self.norm = nn.BatchNorm1d(2 * len(scales))

    def forward(self, x):
        return self.norm(torch.cat([f(x).abs() for f in self.bank], dim=1))


print(Scattering()(torch.randn(2, 1, 16)).shape)
