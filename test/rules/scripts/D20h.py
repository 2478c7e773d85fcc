import torch
from torch import nn
class AE(nn.Module):
    def __init__(self):
        super().__init__()
        self.e, self.d = nn.Linear(4, 2), nn.Linear(2, 4)
    @property
    def code(self):
        return self._z.detach()  # expect: optimizer-no-gradient
    def forward(self, x):
        self._z = self.e(x)
        return self.d(self.code)
net = AE()
opt = torch.optim.Adam(net.parameters())
for _ in range(2):
    x = torch.randn(3, 4)
    opt.zero_grad(); (net(x) - x).pow(2).mean().backward(); opt.step()
