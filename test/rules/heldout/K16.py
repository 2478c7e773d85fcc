import torch, math
from torch import nn
class MHA(nn.Module):
    def __init__(self, d, h):
        super().__init__()
        self.h = h
        self.qkv, self.o = nn.Linear(d, 3 * d), nn.Linear(d, d)
        self.register_buffer("mask", torch.tril(torch.ones(10, 10)).view(1, 1, 10, 10))
    def forward(self, x):
        B, T, C = x.shape
        q, k, v = self.qkv(x).split(C, dim=2)
        q, k, v = (t.view(B, T, self.h, C // self.h).transpose(1, 2) for t in (q, k, v))
        att = q @ k.transpose(-2, -1)
        att *= 1 / math.sqrt(k.size(-1))
        att.masked_fill_(self.mask[:, :, :T, :T] == 0, float("-inf"))
        y = att.softmax(-1) @ v
        return self.o(y.transpose(1, 2).contiguous().view(B, T, C))
a = MHA(8, 2)
a(torch.randn(2, 5, 8)).pow(2).mean().backward()
