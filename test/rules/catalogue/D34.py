"""D34: sample() where rsample() is needed."""
import torch
import torch.nn as nn
from torch.distributions import Categorical, Normal


class VAE(nn.Module):
    def __init__(self):
        super().__init__()
        self.mu, self.log_sigma, self.dec = nn.Linear(4, 2), nn.Linear(4, 2), nn.Linear(2, 4)

    def forward(self, x):
        q = Normal(self.mu(x), self.log_sigma(x).exp())
        z = q.sample()  # expect: optimizer-no-gradient
        return self.dec(z)


def vae_bad():
    net = VAE()
    opt = torch.optim.Adam(net.parameters())
    for _ in range(2):
        x = torch.randn(3, 4)
        loss = (net(x) - x).pow(2).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()


class VAERight(nn.Module):
    def __init__(self):
        super().__init__()
        self.mu, self.log_sigma, self.dec = nn.Linear(4, 2), nn.Linear(4, 2), nn.Linear(2, 4)

    def forward(self, x):
        q = Normal(self.mu(x), self.log_sigma(x).exp())
        z = q.rsample()
        return self.dec(z)


def vae_ok():
    net = VAERight()
    opt = torch.optim.Adam(net.parameters())
    for _ in range(2):
        x = torch.randn(3, 4)
        loss = (net(x) - x).pow(2).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()


def actor_bad():
    actor, critic = nn.Linear(3, 2), nn.Linear(5, 1)
    opt = torch.optim.Adam(actor.parameters())
    s = torch.randn(4, 3)
    action = Normal(actor(s), 1.0).sample()  # expect: optimizer-no-gradient
    loss = -critic(torch.cat([s, action], 1)).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()


def noise_only_bad():
    mu = nn.Linear(3, 2)
    a = Normal(mu(torch.randn(4, 3)), 1.0).sample()  # expect: grad-no-graph
    (a ** 2).mean().backward()  # raises: element 0 of tensors does not require


def reinforce_ok():
    pi = nn.Linear(3, 2)
    opt = torch.optim.Adam(pi.parameters())
    for _ in range(2):
        dist = Categorical(logits=pi(torch.randn(4, 3)))
        a = dist.sample()
        loss = -(dist.log_prob(a) * torch.randn(4)).mean() - 0.01 * dist.entropy().mean()
        opt.zero_grad()
        loss.backward()
        opt.step()


def gaussian_policy_ok():
    mu, log_std = nn.Linear(3, 2), nn.Parameter(torch.zeros(2))
    opt = torch.optim.Adam([*mu.parameters(), log_std])
    for _ in range(2):
        dist = Normal(mu(torch.randn(4, 3)), log_std.exp())
        a = dist.sample()
        loss = -(dist.log_prob(a).sum(-1) * torch.randn(4)).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()
