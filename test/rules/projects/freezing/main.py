import torch
from torch import nn
from common.freeze import freeze

backbone = freeze(nn.Sequential(nn.Linear(4, 8), nn.ReLU()))
head = nn.Linear(8, 2)
opt = torch.optim.AdamW([*backbone.parameters(), *head.parameters()], lr=1e-3)
loss = nn.functional.cross_entropy(head(backbone(torch.randn(3, 4))), torch.tensor([0, 1, 1]))
opt.zero_grad()
loss.backward()
opt.step()
