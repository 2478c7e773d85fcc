import torch
from torch import nn

class Quantizer(nn.Module):
    def __init__(self, bits=4):
        super().__init__()
        self.levels = 2 ** bits - 1
    def forward(self, x):
        x = torch.sigmoid(x)
        return torch.round(x * self.levels) / self.levels  # expect: grad-zero

class QAutoencoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.Linear(8, 3)
        self.q = Quantizer()
        self.dec = nn.Linear(3, 8)
    def forward(self, x):
        return self.dec(self.q(self.enc(x)))

net = QAutoencoder()
opt = torch.optim.Adam(net.parameters(), 1e-3)
for _ in range(2):
    x = torch.rand(6, 8)
    loss = (net(x) - x).pow(2).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
