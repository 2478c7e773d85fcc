import torch
from torch import nn

def make_mlp(widths, act=nn.GELU()):
    hidden = nn.Linear(widths, widths)
    stages = []
    for _ in range(3):
        stages += [hidden, act]  # expect: module-repeated
    return nn.Sequential(*stages, nn.Linear(widths, 1))

mlp = make_mlp(4)
opt = torch.optim.Adam(mlp.parameters())
mlp(torch.randn(2, 4)).sum().backward()
opt.step()
