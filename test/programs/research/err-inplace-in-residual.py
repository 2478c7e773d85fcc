"""Ends in a version error: an activation that the backward needs is written in place, three calls deep."""
import torch
from torch import nn


class Norm(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.gain = nn.Parameter(torch.ones(dim))

    def forward(self, x):
        scale = torch.exp(x.mean(-1, keepdim=True))
        out = x / scale * self.gain
        scale += 1.0
        return out


class Residual(nn.Module):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def forward(self, x):
        return x + self.inner(x)


class Trainer:
    def __init__(self, model):
        self.model = model
        self.opt = torch.optim.SGD(model.parameters(), lr=0.1)

    def step(self, batch):
        self.opt.zero_grad()
        loss = self.loss(batch)
        print(f"loss {loss.item():.4f}")
        self.finish(loss)

    def loss(self, batch):
        return self.model(batch).square().mean()

    def finish(self, loss):
        loss.backward()
        self.opt.step()


torch.manual_seed(0)
trainer = Trainer(nn.Sequential(nn.Linear(3, 3), Residual(Norm(3)), nn.Linear(3, 1)))
for batch in torch.randn(2, 4, 3):
    trainer.step(batch)
