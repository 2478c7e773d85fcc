import torch, torch.nn as nn, torch.optim as optim
from torch.utils.data import DataLoader, TensorDataset

class VAE(nn.Module):
    def __init__(self, d=6, z=2):
        super().__init__()
        self.encoder = nn.Linear(d, 2 * z)
        self.decoder = nn.Linear(z, d)
    def forward(self, x):
        mu, logvar = self.encoder(x).chunk(2, dim=-1)
        z = mu + torch.randn_like(mu) * (0.5 * logvar).exp()
        return self.decoder(z), z

class Discriminator(nn.Module):
    def __init__(self, z=2):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(z, 16), nn.LeakyReLU(0.2), nn.Linear(16, 2))
    def forward(self, z):
        return self.net(z)

def permute_dims(z):
    return torch.stack([z[torch.randperm(z.size(0)), i] for i in range(z.size(1))], 1)

vae, disc = VAE(), Discriminator()
optim_vae = optim.Adam(vae.parameters(), lr=1e-3)
optim_d = optim.Adam(disc.parameters(), lr=1e-3)
data = DataLoader(TensorDataset(torch.randn(16, 6)), batch_size=8)
for (x,) in data:
    recon, z = vae(x)
    d_z = disc(z)
    tc_loss = (d_z[:, 0] - d_z[:, 1]).mean()
    vae_loss = (recon - x).pow(2).sum() + 6.4 * tc_loss
    d_z_perm = disc(permute_dims(z.detach()))
    d_loss = 0.5 * (nn.functional.cross_entropy(d_z, torch.zeros(len(x), dtype=torch.long)) + nn.functional.cross_entropy(d_z_perm, torch.ones(len(x), dtype=torch.long)))
    optim_vae.zero_grad()
    vae_loss.backward(retain_graph=True)
    optim_vae.step()
    optim_d.zero_grad()
    d_loss.backward()
    optim_d.step()
