import torch
from torch import nn

def freeze_bn(model):
    for m in model.modules():
        if isinstance(m, nn.BatchNorm1d):
            m.eval()
            m.weight.requires_grad = False
            m.bias.requires_grad = False

model = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.ReLU(), nn.Linear(4, 1))
freeze_bn(model)
opt = torch.optim.Adam(model.parameters(), 1e-3)
model(torch.randn(6, 3)).mean().backward()
opt.step()
