import torch
from torch import nn
from torch.distributions import Categorical
from collections import deque, namedtuple

Saved = namedtuple("Saved", ["log_prob", "value"])

class Policy(nn.Module):
    def __init__(self):
        super().__init__()
        self.affine, self.action, self.value = nn.Linear(4, 16), nn.Linear(16, 2), nn.Linear(16, 1)
        self.saved_actions, self.rewards = [], []
    def forward(self, x):
        x = torch.relu(self.affine(x))
        return torch.softmax(self.action(x), -1), self.value(x)

policy = Policy()
opt = torch.optim.Adam(policy.parameters(), 3e-2)
running = deque(maxlen=10)

def select(state):
    probs, v = policy(state)
    m = Categorical(probs)
    a = m.sample()
    policy.saved_actions.append(Saved(m.log_prob(a), v))
    return a.item()

def finish():
    R, returns = 0, []
    for r in policy.rewards[::-1]:
        R = r + 0.99 * R
        returns.insert(0, R)
    returns = torch.tensor(returns)
    returns = (returns - returns.mean()) / (returns.std() + 1e-8)
    pl, vl = [], []
    for (lp, v), R in zip(policy.saved_actions, returns):
        pl.append(-lp * (R - v.item()))
        vl.append(nn.functional.smooth_l1_loss(v, torch.tensor([R])))
    opt.zero_grad()
    (torch.stack(pl).sum() + torch.stack(vl).sum()).backward()
    opt.step()
    del policy.rewards[:]
    del policy.saved_actions[:]

for ep in range(3):
    for t in range(4):
        a = select(torch.randn(4))
        policy.rewards.append(float(a == 1))
    running.append(sum(policy.rewards))
    finish()
