"""Vector quantiser with running cluster sizes and a usage penalty."""
import torch
from torch import nn


class Quantiser(nn.Module):
    def __init__(self, codes=5, dim=3, decay=0.9):
        super().__init__()
        self.codebook = nn.Parameter(torch.randn(codes, dim))
        self.decay = decay
        self.register_buffer("usage", torch.full((codes,), 1.0 / codes))

    def forward(self, z):
        distance = torch.cdist(z, self.codebook)
        soft = torch.softmax(-distance, dim=1)
        self.usage = self.decay * self.usage + (1 - self.decay) * soft.mean(0)  # expect: graph-freed
        penalty = (self.usage * torch.log(self.usage)).sum()
        return soft @ self.codebook, penalty


class Autoencoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.encode, self.decode = nn.Linear(6, 3), nn.Linear(3, 6)
        self.quantise = Quantiser()

    def loss(self, x):
        z, penalty = self.quantise(self.encode(x))
        return (self.decode(z) - x).square().mean() + 0.1 * penalty


net = Autoencoder()
opt = torch.optim.Adam(net.parameters())
for _ in range(3):
    opt.zero_grad()
    net.loss(torch.randn(8, 6)).backward()  # raises: second time
    opt.step()
