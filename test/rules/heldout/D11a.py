import torch, random
import torch.nn as nn
from torch.distributions import Normal

class GaussianPolicy(nn.Module):
    def __init__(self, obs_dim, act_dim):
        super().__init__()
        self.mu = nn.Sequential(nn.Linear(obs_dim, 16), nn.ReLU(), nn.Linear(16, act_dim))
        self.log_std = nn.Parameter(torch.zeros(act_dim))
    def forward(self, s):
        return Normal(self.mu(s), self.log_std.exp())

policy = GaussianPolicy(3, 1)
optimizer = torch.optim.Adam(policy.parameters(), lr=1e-2)

def rollout(n):
    rewards, logps = [], []
    for _ in range(n):
        d = policy(torch.randn(3))
        a = d.sample()
        logps.append(d.log_prob(a).sum())
        rewards.append(random.random())
    return rewards, logps

def returns(rewards, gamma=0.9):
    out, R = [], 0.0
    for r in reversed(rewards):
        R = r + gamma * R
        out.insert(0, R)
    return torch.tensor(out)

for i in range(2):
    rewards, logps = rollout(6)
    G = returns(rewards)
    G = (G - G.mean()) / (G.std() + 1e-8)
    policy_loss = -(torch.tensor(logps) * G).sum()  # expect: detached-rebuilt
    entropy_bonus = 1e-2 * policy.log_std.sum()
    loss = policy_loss - entropy_bonus
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
