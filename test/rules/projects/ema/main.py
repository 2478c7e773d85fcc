import torch
from torch import nn
from ema import EMA
from model import Tagger

model = Tagger()
ema = EMA(model)
opt = torch.optim.Adam(model.parameters())
for _ in range(2):
    loss = nn.functional.cross_entropy(model(torch.randn(2, 5, 3)), torch.tensor([0, 1]))
    opt.zero_grad()
    loss.backward()
    opt.step()
    ema.update()
