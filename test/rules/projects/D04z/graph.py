"""A user-item graph with cached propagation, as recommenders build it."""
import torch
from torch import nn


class Propagation(nn.Module):
    def __init__(self, nodes: int, dim: int, layers: int = 2):
        super().__init__()
        self.embedding = nn.Embedding(nodes, dim)
        self.mix = nn.Parameter(torch.ones(layers + 1))
        self.layers = layers
        self._final = None

    def final(self, adjacency):
        if self._final is None:
            states = [self.embedding.weight]
            for _ in range(self.layers):
                states.append(adjacency @ states[-1])
            weights = torch.softmax(self.mix, dim=0)
            self._final = sum(w * s for w, s in zip(weights, states))  # expect: graph-freed
        return self._final
