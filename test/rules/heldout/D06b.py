import math
import torch
from torch import nn

class SelfAttention(nn.Module):
    def __init__(self, dim, heads=2, drop_prob=0.1):
        super().__init__()
        self.h, self.d = heads, dim // heads
        self.qkv = nn.Linear(dim, dim * 3)
        self.proj = nn.Linear(dim, dim)
    def forward(self, x, drop_first=False):
        B, T, C = x.shape
        q, k, v = self.qkv(x).view(B, T, 3, self.h, self.d).permute(2, 0, 3, 1, 4)
        att = (q @ k.transpose(-2, -1)) / math.sqrt(self.d)
        att = att.softmax(dim=-1)
        if drop_first:
            att[..., 0] = 0  # expect: inplace-saved
        y = (att @ v).transpose(1, 2).reshape(B, T, C)
        return self.proj(y)

layer = SelfAttention(8)
x = torch.randn(2, 5, 8)
y = layer(x, drop_first=True)
(y - x).abs().mean().backward()  # raises: modified by an inplace operation
