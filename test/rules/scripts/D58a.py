import torch, torch.nn as nn, torch.nn.functional as F
class Agent:
    def __init__(self):
        self.q = nn.Linear(3, 2)
        self.opt = torch.optim.Adam(self.q.parameters())
    def update(self, s, a, r, s2):
        qa = self.q(s).gather(1, a).squeeze(1)
        target = r + 0.99 * torch.max(self.q(s2), dim=1).values
        loss = F.smooth_l1_loss(qa, target)  # expect: grad-target
        self.opt.zero_grad(); loss.backward(); self.opt.step()
Agent().update(torch.randn(4, 3), torch.zeros(4, 1, dtype=torch.long), torch.randn(4), torch.randn(4, 3))
