import torch
import torch.nn as nn
import torch.nn.functional as F


class VAE(nn.Module):
    def __init__(self, x_dim=6, h_dim=5, z_dim=2):
        super().__init__()
        self.fc1 = nn.Linear(x_dim, h_dim)
        self.fc21, self.fc22 = nn.Linear(h_dim, z_dim), nn.Linear(h_dim, z_dim)
        self.fc3, self.fc4 = nn.Linear(z_dim, h_dim), nn.Linear(h_dim, x_dim)

    def encode(self, x):
        h = F.relu(self.fc1(x))
        return self.fc21(h), self.fc22(h)

    def reparameterize(self, mu, logvar):
        std = torch.exp(0.5 * logvar)
        return mu + torch.randn_like(std) * std

    def decode(self, z):
        return torch.sigmoid(self.fc4(F.relu(self.fc3(z))))

    def forward(self, x):
        mu, logvar = self.encode(x)
        return self.decode(self.reparameterize(mu, logvar)), mu, logvar


def loss_function(recon, x, mu, logvar):
    bce = F.binary_cross_entropy(recon, x, reduction="sum")
    kld = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())
    return bce + kld, bce, kld


torch.manual_seed(1)
vae = VAE()
opt = torch.optim.Adam(vae.parameters(), lr=1e-2)
x = torch.rand(4, 6)
for epoch in range(4):
    opt.zero_grad()
    recon, mu, logvar = vae(x)
    loss, bce, kld = loss_function(recon, x, mu, logvar)
    loss.backward()
    opt.step()
    print(f"{epoch}: {loss.item():.3f} = {bce.item():.3f} + {kld.item():.3f}")
with torch.no_grad():
    print(vae.decode(torch.zeros(1, 2)))
