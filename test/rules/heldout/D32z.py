"""Hand-written trainer with hooks; validation of a force field needs gradients, but the trainer turns them off."""
import torch
from torch import nn


class ForceField(nn.Module):
    def __init__(self):
        super().__init__()
        self.energy = nn.Sequential(nn.Linear(3, 16), nn.Tanh(), nn.Linear(16, 1))

    def forward(self, x):
        x = x.detach().requires_grad_(True)
        e = self.energy(x).sum()
        return -torch.autograd.grad(e, x, create_graph=self.training)[0]  # raises: does not require grad

    def training_step(self, batch):
        x, f = batch
        return (self(x) - f).pow(2).mean()

    def validation_step(self, batch):
        x, f = batch
        return (self(x) - f).abs().mean()


class Trainer:
    def __init__(self, epochs):
        self.epochs = epochs

    def fit(self, module, train, val):
        opt = torch.optim.Adam(module.parameters())
        for _ in range(self.epochs):
            module.train()
            for batch in train:
                opt.zero_grad()
                module.training_step(batch).backward()
                opt.step()
            print("val", self.validate(module, val))

    def validate(self, module, batches):
        module.eval()
        with torch.no_grad():  # expect: grad-no-graph
            return torch.stack([module.validation_step(b) for b in batches]).mean().item()


def batches(n):
    return [(torch.randn(5, 3), torch.randn(5, 3)) for _ in range(n)]


Trainer(epochs=2).fit(ForceField(), batches(3), batches(1))
