import torch
from torch import nn
import copy

class Critic(nn.Module):
    def __init__(self):
        super().__init__()
        self.l1, self.l2 = nn.Linear(3, 8), nn.Linear(8, 2)
    def forward(self, s):
        return self.l2(torch.relu(self.l1(s)))

class QLearner:
    def __init__(self):
        self.q = Critic()
        self.opt = torch.optim.Adam(self.q.parameters())
    def update(self, s, a, r, s2, done):
        q = self.q(s).gather(1, a).squeeze(1)
        target = r + 0.99 * (1 - done) * self.q(s2).max(1)[0]
        loss = nn.functional.mse_loss(q, target)  # expect: grad-target
        self.opt.zero_grad()
        loss.backward()
        self.opt.step()
        return target

ql = QLearner()
for _ in range(2):
    t = ql.update(torch.randn(5, 3), torch.randint(0, 2, (5, 1)), torch.rand(5), torch.randn(5, 3), torch.zeros(5))
