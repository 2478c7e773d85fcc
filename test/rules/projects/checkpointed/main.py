import torch
from torch import nn
from blocks import Encoder

model = nn.Sequential(Encoder(), nn.Linear(4, 2))
opt = torch.optim.AdamW(model.parameters())
for _ in range(2):
    loss = nn.functional.cross_entropy(model(torch.randn(3, 4)), torch.tensor([0, 1, 1]))
    opt.zero_grad()
    loss.backward()
    opt.step()
