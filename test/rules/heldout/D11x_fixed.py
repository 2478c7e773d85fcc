import torch
from torch import nn

class PerTaskLoss(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.log_var = nn.Parameter(torch.zeros(n))
    def forward(self, losses):
        stacked = torch.stack(losses)
        return (stacked * torch.exp(-self.log_var) + self.log_var).sum()

trunk, heads = nn.Linear(4, 6), nn.ModuleList([nn.Linear(6, 1) for _ in range(2)])
weigh = PerTaskLoss(2)
opt = torch.optim.Adam([*trunk.parameters(), *heads.parameters(), *weigh.parameters()])
for _ in range(2):
    x, ys = torch.randn(5, 4), torch.randn(2, 5, 1)
    h = trunk(x).relu()
    losses = [nn.functional.mse_loss(head(h), y) for head, y in zip(heads, ys)]
    total = weigh(losses)
    opt.zero_grad()
    total.backward()
    opt.step()
