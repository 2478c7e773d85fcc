import torch
from torch import nn
class EMA:
    def __init__(self, model, decay=0.9):
        self.model, self.decay = model, decay
    def apply_to(self, other):
        for p, q in zip(other.parameters(), self.model.parameters()):
            p.mul_(self.decay).add_(q, alpha=1 - self.decay)  # expect: inplace-leaf  # raises: a leaf Variable that requires grad is
a, b = nn.Linear(2, 2), nn.Linear(2, 2)
EMA(a).apply_to(b)
