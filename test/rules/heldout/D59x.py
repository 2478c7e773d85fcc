import torch
from torch import nn

class BEGAN:
    def __init__(self):
        self.G = nn.Sequential(nn.Linear(2, 5), nn.ELU(), nn.Linear(5, 4))
        self.D = nn.Sequential(nn.Linear(4, 2), nn.ELU(), nn.Linear(2, 4))
        self.og, self.od = torch.optim.Adam(self.G.parameters()), torch.optim.Adam(self.D.parameters())
    def recon(self, x):
        return (self.D(x) - x).abs().mean()
    def iterate(self, real):
        n = real.shape[0]
        fakes = self.G(torch.randn(n, 2))
        d_loss = self.recon(real) - 0.3 * self.recon(fakes.detach())
        self.od.zero_grad(); d_loss.backward(); self.od.step()
        g_loss = self.recon(fakes)
        self.og.zero_grad(); g_loss.backward(); self.og.step()
        fresh = self.G(torch.randn(n, 2))
        g2_loss = self.recon(fakes)  # expect: graph-freed
        self.og.zero_grad(); g2_loss.backward(); self.og.step()  # raises: backward through the graph a second time

BEGAN().iterate(torch.randn(3, 4))
