import torch
import torch.nn as nn
from torch.distributions import Categorical

class ActorCritic(nn.Module):
    def __init__(self, obs, act):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(obs, 32), nn.Tanh(), nn.Linear(32, 32), nn.Tanh())
        self.pi = nn.Linear(32, act)
        self.v = nn.Linear(32, 1)
    def forward(self, s):
        h = self.body(s)
        return Categorical(logits=self.pi(h)), self.v(h).squeeze(-1)

class Agent:
    def __init__(self):
        self.net = ActorCritic(4, 2)
        self.opt = torch.optim.Adam(self.net.parameters(), lr=3e-4)
        self.gamma = 0.99
    def update(self, s, a, r, s2):
        dist, v = self.net(s)
        with torch.no_grad():
            _, v2 = self.net(s2)
        delta = r + self.gamma * v2 - v
        critic_loss = delta.pow(2).mean()
        self.opt.zero_grad()
        critic_loss.backward(retain_graph=True)
        self.opt.step()  # expect: inplace-saved
        actor_loss = -(dist.log_prob(a) * delta.detach()).mean()
        self.opt.zero_grad()
        actor_loss.backward()  # raises: modified by an inplace operation
        self.opt.step()

agent = Agent()
for ep in range(2):
    agent.update(torch.randn(8, 4), torch.randint(0, 2, (8,)), torch.randn(8), torch.randn(8, 4))
