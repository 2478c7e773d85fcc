import torch
import torch.nn as nn

class ResidualStack(nn.Module):
    def __init__(self, ch, n):
        super().__init__()
        self.layers = nn.ModuleList([self._block(ch) for _ in range(n)])
    def _block(self, ch):
        return nn.Sequential(
            nn.ReLU(inplace=True),
            nn.Conv2d(ch, ch, 3, padding=1, bias=False),
            nn.ReLU(inplace=True),
            nn.Conv2d(ch, ch, 1, bias=False))
    def forward(self, x):
        for block in self.layers:
            x = x + block(x)  # expect: inplace-skip
        return x

class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 4, 3, padding=1)
        self.res = ResidualStack(4, 2)
    def forward(self, x):
        return self.res(self.stem(x))

torch.manual_seed(0)
enc = Encoder()
opt = torch.optim.Adam(enc.parameters())
img = torch.randn(2, 3, 5, 5)
out = enc(img)
out.mean().backward()
opt.step()
