import torch
from torch import nn

class DDPG:
    def __init__(self):
        self.actor, self.critic = nn.Linear(3, 1), nn.Linear(4, 1)
        self.opt = torch.optim.Adam(self.critic.parameters(), 1e-3)
    def critic_step(self, s, a, r, s2):
        a2 = torch.tanh(self.actor(s2))
        y = r + 0.99 * self.critic(torch.cat([s2, a2], -1))
        q = self.critic(torch.cat([s, a], -1))
        y = y.detach()
        loss = nn.functional.mse_loss(q, y)
        self.opt.zero_grad(); loss.backward(); self.opt.step()
        return y

agent = DDPG()
for _ in range(2):
    y = agent.critic_step(torch.randn(5, 3), torch.rand(5, 1), torch.rand(5, 1), torch.randn(5, 3))
