import torch
import torch.nn as nn
import torch.utils.checkpoint as cp
layers = nn.Sequential(*[nn.Sequential(nn.Linear(3, 3), nn.ReLU()) for _ in range(4)])
out = nn.Linear(3, 1)
opt = torch.optim.SGD([*layers.parameters(), *out.parameters()], lr=0.1)
x = torch.randn(6, 3)
y = cp.checkpoint_sequential(layers, 2, x, use_reentrant=True)  # expect: grad-checkpoint
out(y).mean().backward()
opt.step()
