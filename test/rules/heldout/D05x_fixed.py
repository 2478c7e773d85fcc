import torch
from torch import nn
import torch.nn.functional as F

class StyleMap:
    def __init__(self):
        self.E, self.G, self.D = nn.Linear(4, 3), nn.Sequential(nn.Tanh(), nn.Linear(3, 4)), nn.Linear(4, 1)
        self.opt_g = torch.optim.Adam([*self.E.parameters(), *self.G.parameters()])
    def g_step(self, x):
        rec = self.G(self.E(x))
        self.opt_g.zero_grad()
        adv = F.softplus(-self.D(rec)).mean()
        pix = F.l1_loss(rec, x)
        (adv + 10 * pix).backward()
        self.opt_g.step()

StyleMap().g_step(torch.randn(3, 4))
