import torch
from torch import nn


class Encoder(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.c1, self.c2, self.c3 = nn.Conv1d(1, d, 3), nn.Conv1d(d, d, 3), nn.Conv1d(d, d, 3)

    def forward(self, x):
        a = self.c1(x).relu()
        b = self.c2(a).relu()
        return [a, b, self.c3(b).relu()]


class Segmenter(nn.Module):
    def __init__(self, d=4, classes=2):
        super().__init__()
        self.encoder = Encoder(d)
        self.side = nn.ModuleList([nn.Conv1d(d, classes, 1) for _ in range(3)])

    def forward(self, x):
        feats = self.encoder(x)
        maps = [conv(f) for conv, f in zip(self.side, feats)]
        size = x.shape[-1]
        up = [nn.functional.interpolate(m, size=size) for m in maps]
        return up[0] + up[1] + up[2]


net = Segmenter()
opt = torch.optim.Adam(net.parameters())
for _ in range(2):
    loss = nn.functional.cross_entropy(net(torch.randn(2, 1, 12)), torch.randint(0, 2, (2, 12)))
    opt.zero_grad()
    loss.backward()
    opt.step()
