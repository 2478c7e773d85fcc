import torch
from torch import nn
block = nn.Sequential(nn.Linear(2, 2), nn.ReLU())
net = nn.Sequential(*([block] * 3), nn.Linear(2, 1))  # expect: module-repeated
net(torch.randn(1, 2)).sum().backward()
