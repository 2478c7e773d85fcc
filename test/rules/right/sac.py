import copy, torch
from torch import nn
import torch.nn.functional as F

class Actor(nn.Module):
    def __init__(self, o, a):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(o, 16), nn.ReLU())
        self.mu, self.log_std = nn.Linear(16, a), nn.Linear(16, a)
    def forward(self, s):
        h = self.net(s)
        return self.mu(h), self.log_std(h).clamp(-5, 2)
    def sample(self, s):
        mu, log_std = self(s)
        dist = torch.distributions.Normal(mu, log_std.exp())
        u = dist.rsample()
        a = torch.tanh(u)
        logp = (dist.log_prob(u) - torch.log(1 - a.pow(2) + 1e-6)).sum(-1, keepdim=True)
        return a, logp

class Q(nn.Module):
    def __init__(self, o, a):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(o + a, 16), nn.ReLU(), nn.Linear(16, 1))
    def forward(self, s, a):
        return self.net(torch.cat([s, a], -1))

class SAC:
    def __init__(self, o=3, a=2, tau=0.005, gamma=0.99):
        self.actor = Actor(o, a)
        self.q1, self.q2 = Q(o, a), Q(o, a)
        self.q1_t, self.q2_t = copy.deepcopy(self.q1), copy.deepcopy(self.q2)
        self.log_alpha = torch.zeros(1, requires_grad=True)
        self.a_opt = torch.optim.Adam(self.actor.parameters(), 3e-4)
        self.q_opt = torch.optim.Adam(list(self.q1.parameters()) + list(self.q2.parameters()), 3e-4)
        self.t_opt = torch.optim.Adam([self.log_alpha], 3e-4)
        self.tau, self.gamma, self.target_entropy = tau, gamma, -float(a)
    def update(self, s, a, r, s2, d):
        with torch.no_grad():
            a2, logp2 = self.actor.sample(s2)
            tq = torch.min(self.q1_t(s2, a2), self.q2_t(s2, a2)) - self.log_alpha.exp() * logp2
            y = r + self.gamma * (1 - d) * tq
        q_loss = F.mse_loss(self.q1(s, a), y) + F.mse_loss(self.q2(s, a), y)
        self.q_opt.zero_grad(); q_loss.backward(); self.q_opt.step()
        for p in self.q1.parameters(): p.requires_grad = False
        for p in self.q2.parameters(): p.requires_grad = False
        pi, logp = self.actor.sample(s)
        a_loss = (self.log_alpha.exp().detach() * logp - torch.min(self.q1(s, pi), self.q2(s, pi))).mean()
        self.a_opt.zero_grad(); a_loss.backward(); self.a_opt.step()
        for p in self.q1.parameters(): p.requires_grad = True
        for p in self.q2.parameters(): p.requires_grad = True
        t_loss = -(self.log_alpha * (logp + self.target_entropy).detach()).mean()
        self.t_opt.zero_grad(); t_loss.backward(); self.t_opt.step()
        for q, t in ((self.q1, self.q1_t), (self.q2, self.q2_t)):
            for p, pt in zip(q.parameters(), t.parameters()):
                pt.data.mul_(1 - self.tau).add_(self.tau * p.data)

agent = SAC()
for _ in range(3):
    agent.update(torch.randn(5, 3), torch.rand(5, 2), torch.randn(5, 1), torch.randn(5, 3), torch.zeros(5, 1))
