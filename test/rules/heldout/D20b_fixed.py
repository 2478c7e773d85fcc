import torch
from torch import nn

class VAE(nn.Module):
    def __init__(self, d=6, h=8, z=2):
        super().__init__()
        self.enc = nn.Linear(d, h)
        self.mu = nn.Linear(h, z)
        self.logvar = nn.Linear(h, z)
        self.dec = nn.Sequential(nn.Linear(z, h), nn.ReLU(), nn.Linear(h, d))
    def encode(self, x):
        h = torch.relu(self.enc(x))
        return self.mu(h), self.logvar(h)
    @staticmethod
    def reparameterize(mu, logvar):
        std = (0.5 * logvar).exp()
        eps = torch.randn_like(std)
        return mu + eps * std
    def forward(self, x):
        mu, logvar = self.encode(x)
        return self.dec(self.reparameterize(mu, logvar)), mu, logvar

vae = VAE()
optimizer = torch.optim.Adam(vae.parameters())
for i in range(2):
    x = torch.rand(5, 6)
    rec, mu, logvar = vae(x)
    loss = nn.functional.mse_loss(rec, x)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
