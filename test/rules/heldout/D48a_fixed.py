import torch
from torch import nn

class RolloutBuffer:
    def __init__(self):
        self.obs = []
    @torch.no_grad()
    def collect(self, encoder, n):
        for _ in range(n):
            self.obs.append(encoder(torch.randn(3)))
    def batch(self):
        return torch.stack(self.obs)

class PPO:
    def __init__(self):
        self.encoder = nn.Linear(3, 4)
        self.value = nn.Linear(4, 1)
        self.buf = RolloutBuffer()
    def update(self):
        opt = torch.optim.Adam(self.value.parameters())
        self.buf.collect(self.encoder, 4)
        obs = self.buf.obs[0]
        loss = self.value(obs).pow(2).sum()
        opt.zero_grad(); loss.backward(); opt.step()

PPO().update()
