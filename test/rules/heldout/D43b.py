import torch
from torch import nn

class DDQN:
    def __init__(self):
        self.policy_net = nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 2))
        self.target_net = self.policy_net  # expect: module-state-dict
        self.target_net.eval()
        self.opt = torch.optim.Adam(self.policy_net.parameters())
    def optimize(self, s, a, r, ns):
        q = self.policy_net(s).gather(1, a)
        with torch.no_grad():
            t = r + .9 * self.target_net(ns).max(1, keepdim=True)[0]
        loss = nn.functional.smooth_l1_loss(q, t)
        self.opt.zero_grad(); loss.backward(); self.opt.step()
    def sync(self):
        self.target_net.load_state_dict(self.policy_net.state_dict())

d = DDQN()
for i in range(4):
    d.optimize(torch.randn(5, 2), torch.randint(0, 2, (5, 1)), torch.rand(5, 1), torch.randn(5, 2))
    if i % 2:
        d.sync()
