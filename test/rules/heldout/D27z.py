"""Learned positional bias of a chess transformer: a row of logits shared by all heads, then sharpened per head."""
import torch
from torch import nn


def head_bias(base, heads):
    """One bias per head, the later heads look farther."""
    per_head = base.unsqueeze(0).expand(heads, -1, -1)
    for h in range(heads):
        per_head[h].mul_(2.0**-h)
    return per_head


def slopes(heads, size):
    distance = (torch.arange(size)[:, None] - torch.arange(size)[None]).abs().float().neg()
    bias = distance.expand(heads, size, size)
    bias *= torch.tensor([2.0**-h for h in range(heads)]).view(-1, 1, 1) # raises: more than one element of the written-to tensor refers to a single memory location  # expect: inplace-overlap
    return bias


class BoardAttention(nn.Module):
    def __init__(self, dim=8, heads=2, squares=6):
        super().__init__()
        self.qk = nn.Linear(dim, 2 * dim)
        self.heads = heads
        self.register_buffer("bias", slopes(heads, squares))

    def forward(self, board):
        b, n, d = board.shape
        q, k = self.qk(board).view(b, n, 2, self.heads, -1).permute(2, 0, 3, 1, 4)
        return (q @ k.transpose(-1, -2) + self.bias).softmax(-1)


attention = BoardAttention()
attention(torch.randn(2, 6, 8)).amax().backward()
