import torch
from torch import nn
from torch.distributions import Bernoulli, Categorical, Normal

torch.manual_seed(0)
mu = nn.Linear(2, 1)
x = torch.ones(3, 2)
d = Normal(mu(x), torch.ones(1))
a = d.rsample()
(a ** 2).mean().backward()
print(a, mu.weight.grad)
print(d.log_prob(torch.zeros(3, 1)), d.mean.shape, d.entropy()[0])
logits = nn.Linear(2, 3)(x)
c = Categorical(logits=logits)
action = c.sample()
print(action, c.log_prob(action), c.entropy())
print(Categorical(probs=torch.tensor([0.2, 0.8])).sample((5,)), Bernoulli(torch.tensor([0.3, 0.7])).sample())
s = Normal(mu(x), 1.0).sample()
print(s.requires_grad)
(s ** 2).mean().backward()
