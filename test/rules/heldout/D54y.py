import copy
import torch
from torch import nn


class AttentionPool(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.query = nn.Parameter(torch.randn(d))
        self.weights = None

    def forward(self, x):
        self.weights = (x @ self.query).softmax(-1)  # expect: detached-deepcopy
        return (self.weights.unsqueeze(-1) * x).sum(1)


class Ema:
    def __init__(self, model, decay=0.99):
        self.decay = decay
        self.shadow = copy.deepcopy(model)  # raises: Only Tensors created explicitly by the user


model = nn.Sequential(AttentionPool(4), nn.Linear(4, 2))
print(model(torch.randn(2, 3, 4)).shape)  # sanity check
ema = Ema(model)
