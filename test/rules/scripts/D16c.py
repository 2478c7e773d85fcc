import torch
from torch import nn
class Quantile(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Linear(3, 4)
        self.temperature = torch.tensor([1.0], requires_grad=True)  # expect: module-unregistered
    def forward(self, x):
        return self.body(x) / self.temperature
q = Quantile()
opt = torch.optim.Adam(q.parameters())
opt.zero_grad(); q(torch.randn(2, 3)).sum().backward(); opt.step()
