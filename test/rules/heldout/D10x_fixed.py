import torch
from torch import nn

def sharpe(weights, returns):
    pnl = (weights * returns).sum(-1)
    return -pnl.mean() / (pnl.std() + 1e-6)

class Allocator(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(n, 8), nn.ReLU(), nn.Linear(8, n), nn.Softmax(-1))
    def forward(self, x):
        return self.net(x)

alloc = Allocator(3)
opt = torch.optim.Adam(alloc.parameters())
for _ in range(2):
    x, r = torch.randn(5, 3), torch.randn(5, 3)
    loss = sharpe(alloc(x), r)
    opt.zero_grad()
    loss.backward()
    opt.step()
