import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 3), nn.Linear(3, 1))
n = sum(p.numel() for p in model.parameters())
coef = nn.Parameter(torch.zeros(2))
basis = torch.randn(2, n)
opt = torch.optim.SGD([coef], lr=0.1)
for _ in range(2):
    nn.utils.vector_to_parameters(coef @ basis, model.parameters())  # expect: detached-data
    loss = model(torch.randn(4, 2)).pow(2).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
