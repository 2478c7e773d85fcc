"""Learned positional bias of a chess transformer: a row of logits shared by all heads, then sharpened per head."""
import torch
from torch import nn


def slopes(heads, size):
    distance = (torch.arange(size)[:, None] - torch.arange(size)[None]).abs().float().neg()
    bias = distance.expand(heads, size, size)
    return bias * torch.tensor([2.0**-h for h in range(heads)]).view(-1, 1, 1)


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
