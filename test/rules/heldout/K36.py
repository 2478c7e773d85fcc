import torch
from torch import nn
torch.manual_seed(0)
class CycleGAN:
    def __init__(self):
        self.AB, self.BA, self.DA = nn.Linear(2, 2), nn.Linear(2, 2), nn.Linear(2, 1)
        self.og = torch.optim.Adam([*self.AB.parameters(), *self.BA.parameters()])
        self.od = torch.optim.Adam(self.DA.parameters())
    def flags(self, v):
        for p in self.DA.parameters():
            p.requires_grad = v
    def step(self, a, b):
        fb = self.AB(a); fa = self.BA(b); rec = self.BA(fb)
        self.flags(False)
        self.og.zero_grad()
        g = (self.DA(fa) - 1).pow(2).mean() + 10 * (rec - a).abs().mean()
        g.backward(); self.og.step()
        self.flags(True)
        self.od.zero_grad()
        d = .5 * ((self.DA(a) - 1).pow(2).mean() + self.DA(fa.detach()).pow(2).mean())
        d.backward(); self.od.step()
c = CycleGAN()
for _ in range(2):
    c.step(torch.randn(3, 2), torch.randn(3, 2))
