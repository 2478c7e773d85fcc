import torch
from torch import nn

from functions import SmoothStep


class Gate(nn.Module):
    def __init__(self, features):
        super().__init__()
        self.offset = nn.Parameter(torch.zeros(features))
        self.register_buffer("sharpness", torch.tensor(4.0))

    def forward(self, x):
        return SmoothStep.apply(x, self.sharpness, self.offset)
