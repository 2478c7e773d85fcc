import torch
from torch import nn

class BinaryLinear(nn.Module):
    def __init__(self, i, o):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(o, i))
        self.scale = nn.Parameter(torch.ones(o, 1))
    def forward(self, x):
        w = self.scale * torch.sign(self.weight)  # expect: grad-zero
        return nn.functional.linear(x, w)

bnn = nn.Sequential(BinaryLinear(4, 6), nn.BatchNorm1d(6), nn.Hardtanh(), BinaryLinear(6, 2))
opt = torch.optim.Adam(bnn.parameters(), 1e-2)
for _ in range(2):
    loss = nn.functional.cross_entropy(bnn(torch.randn(8, 4)), torch.randint(0, 2, (8,)))
    opt.zero_grad(); loss.backward(); opt.step()
