import torch
from torch import nn
torch.manual_seed(0)
actor = nn.Linear(3, 2)
value = nn.Linear(3, 1)
opt = torch.optim.Adam([*actor.parameters(), *value.parameters()], lr=1e-3)
for it in range(2):
    s, r = torch.randn(6, 3), torch.rand(6)
    dist = torch.distributions.Categorical(logits=actor(s))
    a = dist.sample()
    adv = r - value(s).squeeze(-1)
    policy_loss = -(adv.detach() * dist.log_prob(a)).mean()
    value_loss = adv.pow(2).mean()
    loss = policy_loss + 0.5 * value_loss
    opt.zero_grad()
    loss.backward()
    opt.step()
pg = torch.autograd.grad(-(torch.ones(6) * adv.detach() * 0 + value(s).squeeze(-1)).mean(), value.weight)
