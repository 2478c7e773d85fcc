import torch
from torch import nn

class DynamicFilter(nn.Module):
    def __init__(self, cond, c=2, k=3):
        super().__init__()
        self.gen = nn.Linear(cond, c * k)
        self.conv = nn.Conv1d(c, c, k, padding=1, groups=c, bias=False)
        self.c, self.k = c, k
    def forward(self, x, cond):
        kernel = self.gen(cond).view(self.c, 1, self.k)
        with torch.no_grad():
            self.conv.weight.copy_(kernel)  # expect: detached-data
        return self.conv(x)

net = DynamicFilter(4)
opt = torch.optim.Adam(net.gen.parameters(), lr=1e-3)
for _ in range(2):
    y = net(torch.randn(1, 2, 8), torch.randn(4))
    opt.zero_grad()
    y.abs().mean().backward()
    opt.step()
