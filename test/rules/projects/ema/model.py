import torch
from torch import nn


class Tagger(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn, self.out = nn.GRU(3, 4, batch_first=True), nn.Linear(4, 2)
        self.attention = None

    def forward(self, x):
        h, _ = self.rnn(x)
        self.attention = h.mean(-1).softmax(-1)  # expect: detached-deepcopy
        return self.out((self.attention.unsqueeze(-1) * h).sum(1))
