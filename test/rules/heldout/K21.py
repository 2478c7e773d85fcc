import torch
from torch import nn
class PPO:
    def __init__(self):
        self.pi, self.v = nn.Linear(3, 2), nn.Linear(3, 1)
        self.opt = torch.optim.Adam([*self.pi.parameters(), *self.v.parameters()], 1e-3)
    def update(self, s, a, ret):
        with torch.no_grad():
            old = torch.distributions.Categorical(logits=self.pi(s)).log_prob(a)
            adv = ret - self.v(s).squeeze(-1)
        for _ in range(3):
            d = torch.distributions.Categorical(logits=self.pi(s))
            ratio = (d.log_prob(a) - old).exp()
            surr = torch.min(ratio * adv, ratio.clamp(.8, 1.2) * adv)
            loss = -surr.mean() + .5 * (self.v(s).squeeze(-1) - ret).pow(2).mean() - .01 * d.entropy().mean()
            self.opt.zero_grad(); loss.backward()
            nn.utils.clip_grad_norm_([*self.pi.parameters(), *self.v.parameters()], .5)
            self.opt.step()
PPO().update(torch.randn(8, 3), torch.randint(0, 2, (8,)), torch.rand(8))
