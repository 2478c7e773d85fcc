import torch
from torch import nn
import layers

net = nn.Sequential(nn.Linear(3, 3), layers.Gate())
net(torch.randn(2, 3)).sum().backward()
