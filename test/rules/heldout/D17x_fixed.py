import torch
from torch import nn

class A2C(nn.Module):
    def __init__(self, o, a):
        super().__init__()
        self.pi, self.v = nn.Linear(o, a), nn.Linear(o, 1)
    def loss(self, obs, act, ret):
        dist = torch.distributions.Categorical(logits=self.pi(obs))
        value = self.v(obs).squeeze(-1)
        advantage = ret - value
        actor = -(dist.log_prob(act) * advantage.detach()).mean()
        critic = advantage.pow(2).mean()
        return actor + 0.5 * critic, advantage

model = A2C(4, 2)
opt = torch.optim.RMSprop(model.parameters(), 7e-4)
for _ in range(2):
    loss, adv = model.loss(torch.randn(6, 4), torch.randint(0, 2, (6,)), torch.rand(6))
    opt.zero_grad(); loss.backward(); opt.step()
