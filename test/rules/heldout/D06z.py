"""Soft attention over the notes of a score, with padding masked after the softmax."""
import math

import torch
from torch import nn


class NoteAttention(nn.Module):
    def __init__(self, dim=8):
        super().__init__()
        self.q, self.k, self.v = (nn.Linear(dim, dim) for _ in range(3))

    def forward(self, notes, padding):
        scores = self.q(notes) @ self.k(notes).transpose(1, 2) / math.sqrt(notes.shape[-1])
        attention = scores.softmax(dim=-1)
        attention.masked_fill_(padding[:, None, :], 0.0)  # expect: inplace-saved
        return attention @ self.v(notes)


def main():
    layer = NoteAttention()
    padding = torch.zeros(2, 5, dtype=torch.bool)
    padding[:, 4] = True
    out = layer(torch.randn(2, 5, 8), padding)
    out.square().mean().backward()  # raises: modified by an inplace operation
    print(layer.q.weight.grad.shape)


main()
