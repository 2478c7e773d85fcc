import torch
from torch import nn


def make_layer(d, heads):
    return nn.TransformerEncoderLayer(d, heads, dim_feedforward=2 * d, batch_first=True)


class Encoder(nn.Module):
    def __init__(self, layer, depth):
        super().__init__()
        self.layers = nn.ModuleList([layer for _ in range(depth)])  # expect: module-repeated
        self.norm = nn.LayerNorm(layer.linear2.out_features)

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return self.norm(x)


class Lm(nn.Module):
    def __init__(self, vocab=11, d=8, depth=3):
        super().__init__()
        self.tok = nn.Embedding(vocab, d)
        self.enc = Encoder(make_layer(d, 2), depth)
        self.out = nn.Linear(d, vocab)

    def forward(self, ids):
        return self.out(self.enc(self.tok(ids)))
