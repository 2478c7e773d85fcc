import torch
from torch import nn

class WGAN:
    def __init__(self, z=3, d=2):
        self.z = z
        self.G = nn.Sequential(nn.Linear(z, 8), nn.ReLU(), nn.Linear(8, d))
        self.D = nn.Sequential(nn.Linear(d, 8), nn.ReLU(), nn.Linear(8, 1))
        self.oG = torch.optim.RMSprop(self.G.parameters(), 5e-5)
        self.oD = torch.optim.RMSprop(self.D.parameters(), 5e-5)
    def step(self, real, i):
        fake_imgs = self.G(torch.randn(len(real), self.z)).detach()
        loss_D = -self.D(real).mean() + self.D(fake_imgs).mean()
        self.oD.zero_grad(); loss_D.backward(); self.oD.step()
        gen_imgs = self.G(torch.randn(len(real), self.z))
        loss_G = -self.D(fake_imgs).mean()  # expect: optimizer-no-gradient
        self.oG.zero_grad(); loss_G.backward(); self.oG.step()

gan = WGAN()
for i in range(2):
    gan.step(torch.randn(4, 2), i)
