import torch
from torch import nn
from torch.distributions import Categorical

class AC(nn.Module):
    def __init__(self, o=3, a=2):
        super().__init__()
        self.pi, self.v = nn.Sequential(nn.Linear(o, 8), nn.Tanh(), nn.Linear(8, a)), nn.Sequential(nn.Linear(o, 8), nn.Tanh(), nn.Linear(8, 1))
    def act(self, s):
        d = Categorical(logits=self.pi(s))
        a = d.sample()
        return a, d.log_prob(a), self.v(s).squeeze(-1)
    def evaluate(self, s, a):
        d = Categorical(logits=self.pi(s))
        return d.log_prob(a), d.entropy(), self.v(s).squeeze(-1)

ac = AC()
opt = torch.optim.Adam(ac.parameters(), 3e-4, eps=1e-5)
for update in range(2):
    buf = {k: [] for k in ("s", "a", "lp", "r", "v")}
    s = torch.randn(4, 3)
    for t in range(5):
        with torch.no_grad():
            a, lp, v = ac.act(s)
        for k, x in zip(("s", "a", "lp", "r", "v"), (s, a, lp, torch.rand(4), v)):
            buf[k].append(x)
        s = torch.randn(4, 3)
    S, A, LP, R, V = (torch.stack(buf[k]) for k in ("s", "a", "lp", "r", "v"))
    adv, last = torch.zeros_like(R), 0
    with torch.no_grad():
        nxt = ac.v(s).squeeze(-1)
    for t in reversed(range(5)):
        delta = R[t] + 0.99 * nxt - V[t]
        adv[t] = last = delta + 0.99 * 0.95 * last
        nxt = V[t]
    ret = adv + V
    adv = (adv - adv.mean()) / (adv.std() + 1e-8)
    for epoch in range(2):
        lp, ent, v = ac.evaluate(S, A)
        ratio = (lp - LP).exp()
        pg = -torch.min(ratio * adv, ratio.clamp(0.8, 1.2) * adv).mean()
        loss = pg + 0.5 * (v - ret).pow(2).mean() - 0.01 * ent.mean()
        opt.zero_grad(); loss.backward()
        nn.utils.clip_grad_norm_(ac.parameters(), 0.5)
        opt.step()
        with torch.no_grad():
            kl = (LP - lp).mean().item()
