import torch
from torch import nn
from torch.distributions import Normal, Independent, kl_divergence


class Posterior(nn.Module):
    def __init__(self, d_in: int, d_z: int):
        super().__init__()
        self.body = nn.Linear(d_in, 2 * d_z)

    def forward(self, x):
        loc, raw = self.body(x).chunk(2, dim=-1)
        return Independent(Normal(loc, nn.functional.softplus(raw) + 1e-3), 1)


class NeuralProcess(nn.Module):
    def __init__(self):
        super().__init__()
        self.posterior = Posterior(4, 2)
        self.decoder = nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 4))

    def elbo(self, x):
        q = self.posterior(x)
        z = q.sample()  # expect: optimizer-no-gradient
        recon = self.decoder(z)
        return -nn.functional.mse_loss(recon, x)


def train(steps: int = 2) -> NeuralProcess:
    model = NeuralProcess()
    opt = torch.optim.Adam(model.parameters(), lr=1e-3)
    for _ in range(steps):
        loss = -model.elbo(torch.randn(6, 4))
        opt.zero_grad()
        loss.backward()
        opt.step()
    return model


model = train()
