import math, torch
from torch import nn
class Head(nn.Module):
    def __init__(self, nl=2, na=3, no=7):
        super().__init__()
        self.no = no
        self.m = nn.ModuleList(nn.Conv2d(c, no * na, 1) for c in (4, 8))
    def _initialize_biases(self):
        for mi, s in zip(self.m, (8, 16)):
            b = mi.bias.view(3, -1)
            b[:, 4] += math.log(8 / (640 / s) ** 2)  # expect: inplace-leaf  # raises: a view of a leaf Variable that requires
            mi.bias = nn.Parameter(b.view(-1), requires_grad=True)
h = Head()
h._initialize_biases()
