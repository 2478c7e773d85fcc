import torch
from torch import nn
class Multi(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Linear(3, 3)
        self.branches = {k: nn.Linear(3, 1) for k in "ab"}  # expect: module-unregistered
    def forward(self, x):
        return sum(b(self.stem(x)) for b in self.branches.values())
net = Multi()
opt = torch.optim.Adam(net.parameters())
for _ in range(2):
    opt.zero_grad(); net(torch.randn(2, 3)).sum().backward(); opt.step()
