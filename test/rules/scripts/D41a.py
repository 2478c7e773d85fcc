import torch
from torch import nn
class Encoder(nn.Module):
    def __init__(self, dim):
        self.dim = dim
        self.layers = nn.ModuleList([nn.Linear(dim, dim)])  # expect: module-init  # raises: cannot assign module before
        super(Encoder, self).__init__()
    def forward(self, x):
        return self.layers[0](x)
Encoder(3)
