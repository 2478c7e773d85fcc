import torch
import torch.nn as nn
from dataclasses import dataclass, field


@dataclass
class Settings:
    reduction: str = "none"
    weights: list = field(default_factory=lambda: [1.0, 2.0])


class Weighted(nn.Module):
    def __init__(self, s: Settings):
        super().__init__()
        self.base = nn.CrossEntropyLoss(torch.tensor(s.weights), reduction=s.reduction)

    def forward(self, logits, y, importance):
        return self.base(logits, y) * importance


def step(model, crit, opt, batch):
    x, y, w = batch
    loss = crit(model(x), y, w)
    opt.zero_grad()
    loss.backward()  # raises: grad can be implicitly created only for scalar outputs  # expect: grad-nonscalar
    opt.step()
    return loss.detach()


model = nn.Linear(4, 2)
step(model, Weighted(Settings()), torch.optim.SGD(model.parameters(), 0.1), (torch.randn(5, 4), torch.randint(0, 2, (5,)), torch.rand(5)))
