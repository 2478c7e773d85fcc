import torch
from torch import nn
from torch.distributions import MultivariateNormal, Bernoulli

class WorldModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.post = nn.Linear(5, 2)
        self.decode = nn.Linear(2, 5)
    def forward(self, o):
        q = MultivariateNormal(self.post(o), scale_tril=torch.eye(2))
        s = q.rsample()
        return self.decode(s), q

wm = WorldModel()
opt = torch.optim.Adam(wm.parameters(), 1e-3)
for _ in range(2):
    o = torch.rand(4, 5)
    rec, q = wm(o)
    loss = -torch.distributions.Normal(rec, 1.).log_prob(o).sum(-1).mean()
    opt.zero_grad(); loss.backward(); opt.step()
