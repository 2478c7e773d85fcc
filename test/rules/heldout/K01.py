import copy, torch
from torch import nn
class Agent:
    def __init__(self):
        self.q = nn.Sequential(nn.Linear(3, 8), nn.ReLU(), nn.Linear(8, 2))
        self.q_target = copy.deepcopy(self.q).requires_grad_(False)
        self.opt = torch.optim.Adam(self.q.parameters())
    def learn(self, s, a, r, s2, tau=0.01):
        with torch.no_grad():
            y = r + 0.99 * self.q_target(s2).max(1).values
        loss = nn.functional.smooth_l1_loss(self.q(s).gather(1, a[:, None]).squeeze(1), y)
        self.opt.zero_grad(); loss.backward(); self.opt.step()
        for p, t in zip(self.q.parameters(), self.q_target.parameters()):
            t.data.mul_(1 - tau).add_(p.data, alpha=tau)
        return loss.item()
ag = Agent()
for _ in range(3):
    ag.learn(torch.randn(4, 3), torch.randint(0, 2, (4,)), torch.rand(4), torch.randn(4, 3))
