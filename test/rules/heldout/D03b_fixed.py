import torch
import torch.nn as nn
import torch.nn.functional as F

class PPOPolicy(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.LSTMCell(4, 8)
        self.head = nn.Linear(8, 3)
        self.reset()
    def reset(self):
        self.hx = torch.zeros(1, 8)
        self.cx = torch.zeros(1, 8)
    def act(self, obs):
        self.hx, self.cx = self.rnn(obs, (self.hx, self.cx))
        return torch.distributions.Categorical(logits=self.head(self.hx))

policy = PPOPolicy()
opt = torch.optim.Adam(policy.parameters(), lr=1e-2)
for episode in range(4):
    policy.reset()
    losses = []
    for t in range(3):
        dist = policy.act(torch.randn(1, 4))
        a = dist.sample()
        losses.append(-dist.log_prob(a) * 0.5)
    opt.zero_grad()
    torch.cat(losses).sum().backward(retain_graph=True)
    opt.step()
