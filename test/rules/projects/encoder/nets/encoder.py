import torch
from torch import nn


class Encoder(nn.Module):
    def __init__(self, d, z):
        super().__init__()
        self.conv = nn.Conv1d(1, z, 3, padding=1)

    def forward(self, x):
        h = self.conv(x.unsqueeze(1)).amax(-1)
        return torch.tanh(h).data  # expect: optimizer-no-gradient
