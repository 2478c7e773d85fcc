import torch
from torch import nn


class Registry:
    known = {}

    @classmethod
    def add(cls, name):
        def wrap(kind):
            cls.known[name] = kind
            return kind
        return wrap


class NeckBase(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.channels = channels


@Registry.add("fpn")
class Fpn(NeckBase):
    def __init__(self, channels, out):
        self.lateral = nn.ModuleList(nn.Conv2d(c, out, 1) for c in channels)  # raises: cannot assign module before Module.__init__\(\) call  # expect: module-init
        super().__init__(channels)

    def forward(self, maps):
        return [conv(m) for conv, m in zip(self.lateral, maps)]


neck = Registry.known["fpn"](channels=[2, 4], out=3)
print([t.shape for t in neck([torch.randn(1, 2, 4, 4), torch.randn(1, 4, 2, 2)])])
