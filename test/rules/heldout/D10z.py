"""Learning to rank search results with a pairwise hinge; the loss had 'no grad_fn', so it was given a flag."""
import itertools

import torch
from torch import nn


class Ranker(nn.Module):
    def __init__(self, features=5):
        super().__init__()
        self.score = nn.Sequential(nn.Linear(features, 6), nn.ReLU(), nn.Linear(6, 1))

    def forward(self, documents):
        return self.score(documents).squeeze(-1)


def hinge(scores, relevance, margin=1.0):
    pairs = [(i, j) for i, j in itertools.permutations(range(len(relevance)), 2) if relevance[i] > relevance[j]]
    values = [max(0.0, margin - (scores[i].item() - scores[j].item())) for i, j in pairs]  # expect: optimizer-no-gradient
    return torch.tensor(values).mean()


ranker = Ranker()
optimizer = torch.optim.Adagrad(ranker.parameters(), lr=0.1)
for query in range(3):
    optimizer.zero_grad()
    loss = hinge(ranker(torch.randn(4, 5)), relevance=[3, 0, 1, 2])
    loss.requires_grad = True  # expect: grad-glued
    loss.backward()
    optimizer.step()
