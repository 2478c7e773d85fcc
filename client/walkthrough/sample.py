"""Learns a temperature that must stay positive. It looks right, and PyTorch stops it in the second step."""

import torch
from torch import nn


class Scaled(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.linear = nn.Linear(width, 1)
        self.log_temperature = nn.Parameter(torch.zeros(1))
        self.temperature = torch.exp(self.log_temperature)

    def forward(self, x):
        return self.linear(x) / self.temperature


torch.manual_seed(0)
x = torch.randn(8, 3)
y = x.sum(dim=1, keepdim=True)
model = Scaled(3)
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)

for step in range(3):
    optimizer.zero_grad()
    loss = (model(x) - y).pow(2).mean()
    loss.backward()
    optimizer.step()
    print(f"step {step}: loss {loss:.4f}, temperature {model.temperature.item():.4f}")
