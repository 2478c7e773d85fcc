import torch
from torch import nn
from torch.distributions import Categorical
class Policy(nn.Module):
    def __init__(self):
        super().__init__()
        self.aff, self.act, self.val = nn.Linear(4, 8), nn.Linear(8, 2), nn.Linear(8, 1)
        self.saved, self.rewards = [], []
    def forward(self, x):
        x = torch.relu(self.aff(x))
        return self.act(x).softmax(-1), self.val(x)
model = Policy(); opt = torch.optim.Adam(model.parameters(), 3e-2)
def select(s):
    p, v = model(s)
    m = Categorical(p); a = m.sample()
    model.saved.append((m.log_prob(a), v))
    return a.item()
def finish():
    R, rets, pl, vl = 0, [], [], []
    for r in model.rewards[::-1]:
        R = r + 0.99 * R
        rets.insert(0, R)
    rets = torch.tensor(rets)
    rets = (rets - rets.mean()) / (rets.std() + 1e-8)
    for (lp, v), R in zip(model.saved, rets):
        pl.append(-lp * (R - v.item()))
        vl.append(nn.functional.smooth_l1_loss(v, torch.tensor([R])))
    opt.zero_grad()
    loss = torch.stack(pl).sum() + torch.stack(vl).sum()
    loss.backward(); opt.step()
    del model.rewards[:]; del model.saved[:]
for ep in range(2):
    for t in range(4):
        select(torch.randn(4)); model.rewards.append(1.0)
    finish()
