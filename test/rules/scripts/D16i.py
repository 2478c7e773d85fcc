import torch
from torch import nn
class Scale(nn.Module):
    def __init__(self):
        super().__init__()
        self.lin = nn.Linear(2, 2)
        self.g = nn.Parameter(torch.ones(2)) * 0.1  # expect: module-unregistered
    def forward(self, x):
        return self.lin(x) * self.g
net = Scale()
opt = torch.optim.Adam(net.parameters())
opt.zero_grad(); net(torch.randn(2, 2)).sum().backward(); opt.step()
