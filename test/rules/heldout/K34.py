import torch
from torch import nn
def reinforce(mu, reward):
    l = torch.distributions.Normal(mu, .1).sample()
    logp = torch.distributions.Normal(mu, .1).log_prob(l).sum(1)
    return -(logp * (reward - reward.mean())).mean(), l
loc = nn.Linear(3, 2); opt = torch.optim.Adam(loc.parameters())
hist = []
for _ in range(3):
    loss, l = reinforce(torch.tanh(loc(torch.randn(5, 3))), torch.rand(5))
    opt.zero_grad(); loss.backward(); opt.step()
    hist.append(loss.detach())
print(torch.stack(hist).mean())
