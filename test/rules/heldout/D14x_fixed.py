import torch
from torch import nn

class DynamicFilter(nn.Module):
    def __init__(self, cond, c=2, k=3):
        super().__init__()
        self.gen = nn.Linear(cond, c * k)
        self.c, self.k = c, k
    def forward(self, x, cond):
        kernel = self.gen(cond).view(self.c, 1, self.k)
        return nn.functional.conv1d(x, kernel, padding=1, groups=self.c)

net = DynamicFilter(4)
opt = torch.optim.Adam(net.gen.parameters(), lr=1e-3)
for _ in range(2):
    y = net(torch.randn(1, 2, 8), torch.randn(4))
    opt.zero_grad()
    y.abs().mean().backward()
    opt.step()
