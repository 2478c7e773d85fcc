import torch
from torch import nn
class VAE(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1, self.mu, self.lv = nn.Linear(8, 6), nn.Linear(6, 2), nn.Linear(6, 2)
        self.fc3, self.fc4 = nn.Linear(2, 6), nn.Linear(6, 8)
    def forward(self, x):
        h = self.fc1(x).relu_()
        mu, lv = self.mu(h), self.lv(h)
        z = mu + torch.randn_like(mu) * torch.exp(.5 * lv)
        return torch.sigmoid(self.fc4(torch.relu(self.fc3(z)))), mu, lv
vae = VAE(); opt = torch.optim.Adam(vae.parameters())
train_loss = 0
for _ in range(3):
    x = torch.rand(4, 8)
    opt.zero_grad()
    r, mu, lv = vae(x)
    loss = nn.functional.binary_cross_entropy(r, x, reduction="sum") - .5 * torch.sum(1 + lv - mu.pow(2) - lv.exp())
    loss.backward(); train_loss += loss.item(); opt.step()
with torch.no_grad():
    vae.fc4(torch.relu(vae.fc3(torch.randn(3, 2)))).sigmoid().cpu()
