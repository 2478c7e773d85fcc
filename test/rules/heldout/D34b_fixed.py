import torch
from torch import nn
from torch.distributions import Independent, Normal

class Actor(nn.Module):
    def __init__(self, o, a):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(o, 16), nn.ReLU())
        self.mu, self.ls = nn.Linear(16, a), nn.Linear(16, a)
    def forward(self, s):
        h = self.net(s)
        d = Independent(Normal(self.mu(h), self.ls(h).clamp(-5, 2).exp()), 1)
        u = d.rsample()
        return torch.tanh(u), d

class SAC:
    def __init__(self):
        self.actor = Actor(3, 2)
        self.critic = nn.Sequential(nn.Linear(5, 16), nn.ReLU(), nn.Linear(16, 1))
        self.actor_opt = torch.optim.Adam(self.actor.parameters(), 3e-4)
        for p in self.critic.parameters():
            p.requires_grad_(False)
    def actor_step(self, s):
        a, d = self.actor(s)
        loss = -self.critic(torch.cat([s, a], -1)).mean()
        self.actor_opt.zero_grad()
        loss.backward()
        self.actor_opt.step()

SAC().actor_step(torch.randn(8, 3))
