import torch
from torch import nn
import numpy as np

class Seg(nn.Module):
    def __init__(self):
        super().__init__()
        self.c = nn.Conv2d(1, 1, 1)
        self.crit = nn.BCELoss()
    def loss(self, x, mask):
        return self.crit(torch.sigmoid(self.c(x)), mask) # raises: Found dtype Double but expected Float  # expect: shape-mismatch

seg = Seg()
mask = torch.from_numpy((np.random.rand(2, 1, 4, 4) > 0.5).astype(np.float64))
seg.loss(torch.rand(2, 1, 4, 4), mask).backward()
