import copy, torch
from torch import nn
import torch.nn.functional as F

def mlp(i, o, h=8):
    return nn.Sequential(nn.Linear(i, h), nn.BatchNorm1d(h), nn.ReLU(True), nn.Linear(h, o))

class BYOL(nn.Module):
    def __init__(self, tau=0.99):
        super().__init__()
        self.online = nn.Sequential(nn.Linear(6, 8), mlp(8, 4))
        self.predictor = mlp(4, 4)
        self.target = None
        self.tau = tau
    def _target(self):
        if self.target is None:
            self.target = copy.deepcopy(self.online)
            for p in self.target.parameters():
                p.requires_grad = False
        return self.target
    @torch.no_grad()
    def update(self):
        for o, t in zip(self.online.parameters(), self._target().parameters()):
            t.data = self.tau * t.data + (1 - self.tau) * o.data
    def forward(self, a, b):
        pa, pb = self.predictor(self.online(a)), self.predictor(self.online(b))
        with torch.no_grad():
            ta, tb = self._target()(a), self._target()(b)
            ta.detach_(); tb.detach_()
        return (2 - 2 * F.cosine_similarity(pa, tb, dim=-1) + 2 - 2 * F.cosine_similarity(pb, ta, dim=-1)).mean()

byol = BYOL()
opt = torch.optim.Adam(byol.parameters(), 3e-4)
for _ in range(3):
    x = torch.randn(4, 6)
    loss = byol(x + 0.1 * torch.randn_like(x), x + 0.1 * torch.randn_like(x))
    opt.zero_grad(); loss.backward(); opt.step()
    byol.update()
