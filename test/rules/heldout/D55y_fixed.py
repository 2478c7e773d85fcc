import numpy as np
import torch
from torch import nn

rng = np.random.default_rng(0)
features = rng.normal(size=(20, 3))
yields = features @ np.array([1.0, -2.0, 0.5]) + 0.3

x = torch.from_numpy(features).float()
y = torch.from_numpy(yields)[:, None].float()

reg = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
opt = torch.optim.LBFGS(reg.parameters(), max_iter=3)


def closure():
    opt.zero_grad()
    loss = nn.functional.huber_loss(reg(x), y)
    loss.backward()
    return loss


opt.step(closure)
