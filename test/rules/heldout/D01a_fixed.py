import torch, torch.nn as nn, torch.nn.functional as F
from dataclasses import dataclass

@dataclass
class Config:
    latent: int = 5
    hidden: int = 12
    lr_g: float = 2e-4
    lr_d: float = 4e-4
    steps: int = 3

class Generator(nn.Module):
    def __init__(self, cfg):
        super().__init__()
        self.main = nn.Sequential(nn.Linear(cfg.latent, cfg.hidden), nn.ReLU(True), nn.Linear(cfg.hidden, 4), nn.Tanh())
    def forward(self, z):
        return self.main(z)

class Critic(nn.Module):
    def __init__(self, cfg):
        super().__init__()
        self.fc1 = nn.Linear(4, cfg.hidden)
        self.fc2 = nn.Linear(cfg.hidden, 1)
    def forward(self, x):
        return self.fc2(F.leaky_relu(self.fc1(x), 0.2))

class HingeGAN:
    def __init__(self, cfg):
        self.cfg = cfg
        self.G, self.D = Generator(cfg), Critic(cfg)
        self.optG = torch.optim.Adam(self.G.parameters(), cfg.lr_g, betas=(0.5, 0.999))
        self.optD = torch.optim.Adam(self.D.parameters(), cfg.lr_d, betas=(0.5, 0.999))
    def train_step(self, real):
        noise = torch.randn(real.size(0), self.cfg.latent)
        fake = self.G(noise)
        score_fake = self.D(fake)
        score_real = self.D(real)
        loss_d = F.relu(1 - score_real).mean() + F.relu(1 + score_fake).mean()
        loss_g = -score_fake.mean()
        self.optD.zero_grad()
        loss_d.backward(retain_graph=True)
        self.optD.step()
        self.optG.zero_grad()
        loss_g = -self.D(fake).mean()
        loss_g.backward()
        self.optG.step()
        return loss_d.item(), loss_g.item()

cfg = Config()
gan = HingeGAN(cfg)
for _ in range(cfg.steps):
    print(gan.train_step(torch.rand(6, 4)))
