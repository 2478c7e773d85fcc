"""Image and text towers of a retrieval model."""
import torch
from torch import nn


class ImageTower(nn.Module):
    def __init__(self, dim=6):
        super().__init__()
        self.net = nn.Sequential(nn.Flatten(), nn.Linear(16, 12), nn.ReLU(), nn.Linear(12, dim))

    def forward(self, pixels):
        return self.net(pixels)


class TextTower(nn.Module):
    def __init__(self, words=20, dim=6):
        super().__init__()
        self.words = nn.EmbeddingBag(words, dim)

    def forward(self, tokens):
        return self.words(tokens)


def unit(v):
    """Unit length, whatever the scale."""
    norm = v.norm(dim=-1, keepdim=True)
    return v / norm


def embed(tower, batch):
    vectors = tower(batch)
    return unit(vectors.clone().detach())  # expect: optimizer-no-gradient
