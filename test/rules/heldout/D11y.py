import torch
from torch import nn
from torch.distributions import Categorical


class Agent(nn.Module):
    def __init__(self, obs=3, acts=2):
        super().__init__()
        self.trunk = nn.Linear(obs, 8)
        self.pi = nn.Linear(8, acts)
        self.v = nn.Linear(8, 1)

    def forward(self, s):
        h = torch.relu(self.trunk(s))
        return Categorical(logits=self.pi(h)), self.v(h).squeeze(-1)


def episode(agent, length=5):
    log_probs, values, rewards = [], [], []
    s = torch.randn(3)
    for _ in range(length):
        dist, v = agent(s)
        a = dist.sample()
        log_probs.append(dist.log_prob(a))
        values.append(v)
        rewards.append(float(a))
        s = torch.randn(3)
    return log_probs, values, rewards


def discount(rewards, gamma=0.9):
    out, g = [], 0.0
    for r in reversed(rewards):
        g = r + gamma * g
        out.insert(0, g)
    return torch.tensor(out)


agent = Agent()
opt = torch.optim.Adam(agent.parameters(), lr=3e-3)
for _ in range(2):
    log_probs, values, rewards = episode(agent)
    returns = discount(rewards)
    values = torch.stack(values)
    advantage = returns - values.detach()
    policy_loss = -(torch.tensor(log_probs) * advantage).mean()  # expect: detached-rebuilt
    value_loss = (returns - values).pow(2).mean()
    opt.zero_grad()
    (policy_loss + 0.5 * value_loss).backward()
    opt.step()
