import torch
from torch import nn

cell, head = nn.GRUCell(3, 6), nn.Linear(6, 1)
opt = torch.optim.Adam([*cell.parameters(), *head.parameters()])
h = torch.zeros(2, 6)
window_loss, window = 0, 4
for t in range(12):
    x, y = torch.randn(2, 3), torch.randn(2, 1)
    h = cell(x, h)
    window_loss = window_loss + (head(h) - y).pow(2).mean()
    if (t + 1) % window == 0:
        opt.zero_grad()
        (window_loss / window).backward()
        opt.step()
        h = h.detach()
        window_loss = 0
