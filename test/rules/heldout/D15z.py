"""Model soup: learned mixing coefficients over checkpoints, flattened to vectors."""
import copy

import torch
from torch import nn
from torch.func import functional_call
from torch.nn.utils import parameters_to_vector, vector_to_parameters


def make_model() -> nn.Sequential:
    return nn.Sequential(nn.Linear(3, 5), nn.ReLU(), nn.Linear(5, 1))


class Soup:
    def __init__(self, ingredients: list[nn.Module]):
        with torch.no_grad():
            self.vectors = torch.stack([parameters_to_vector(m.parameters()) for m in ingredients])
        self.logits = torch.zeros(len(ingredients), requires_grad=True)
        self.carrier = copy.deepcopy(ingredients[0])

    def __call__(self, x):
        mixed = torch.softmax(self.logits, dim=0) @ self.vectors
        vector_to_parameters(mixed, self.carrier.parameters())  # expect: detached-data
        return self.carrier(x)


soup = Soup([make_model() for _ in range(3)])
opt = torch.optim.SGD([soup.logits], lr=0.5)
for _ in range(2):
    x = torch.randn(4, 3)
    loss = (soup(x).squeeze(-1) - x.sum(-1)).pow(2).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
