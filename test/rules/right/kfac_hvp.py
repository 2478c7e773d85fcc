import torch
from torch import nn
from torch.nn.utils import parameters_to_vector, vector_to_parameters

net = nn.Sequential(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 2))
old = nn.Sequential(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 2))
old.load_state_dict(net.state_dict())

def kl(s):
    with torch.no_grad():
        p = old(s).softmax(-1)
    return (p * (p.log() - net(s).log_softmax(-1))).sum(-1).mean()

def hvp(s, v, damping=0.1):
    g = torch.autograd.grad(kl(s), net.parameters(), create_graph=True)
    flat = torch.cat([x.reshape(-1) for x in g])
    h = torch.autograd.grad((flat * v.detach()).sum(), net.parameters())
    return torch.cat([x.contiguous().view(-1) for x in h]).data + damping * v

def cg(f, b, n=3):
    x, r, p = torch.zeros_like(b), b.clone(), b.clone()
    rr = r @ r
    for _ in range(n):
        ap = f(p)
        a = rr / (p @ ap)
        x += a * p
        r -= a * ap
        new = r @ r
        p = r + new / rr * p
        rr = new
    return x

s, a, adv = torch.randn(8, 3), torch.randint(0, 2, (8,)), torch.randn(8)
logp = net(s).log_softmax(-1).gather(1, a[:, None]).squeeze(1)
surr = (torch.exp(logp - logp.detach()) * adv).mean()
g = parameters_to_vector(torch.autograd.grad(surr, net.parameters())).detach()
d = cg(lambda v: hvp(s, v), g)
before = parameters_to_vector(net.parameters()).detach()
for frac in (1.0, 0.5, 0.25):
    vector_to_parameters(before + frac * 0.1 * d, net.parameters())
    with torch.no_grad():
        if kl(s) < 1e6:
            break
