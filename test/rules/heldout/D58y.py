import copy
import torch
from torch import nn


class Learner:
    def __init__(self, obs: int = 3, act: int = 2, gamma: float = 0.95):
        self.q = nn.Sequential(nn.Linear(obs, 16), nn.ReLU(), nn.Linear(16, act))
        self.q_old = copy.deepcopy(self.q)
        self.gamma = gamma
        self.opt = torch.optim.Adam(self.q.parameters(), lr=1e-3)

    def td_error(self, s, a, r, s2, done):
        now = self.q(s).gather(1, a)
        ahead = self.q(s2).max(dim=1, keepdim=True).values
        return nn.functional.huber_loss(now, r + self.gamma * ahead * (1 - done))  # expect: grad-target

    def update(self, batch):
        loss = self.td_error(*batch)
        self.opt.zero_grad()
        loss.backward()
        self.opt.step()
        return loss.item()


learner = Learner()
for _ in range(2):
    learner.update((torch.randn(4, 3), torch.randint(0, 2, (4, 1)), torch.randn(4, 1), torch.randn(4, 3), torch.zeros(4, 1)))
