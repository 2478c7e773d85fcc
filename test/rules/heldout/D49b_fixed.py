import torch
from torch import nn

def pick(mask_ratio, tokens):
    n = int(tokens.shape[1] * mask_ratio)
    return tokens.narrow(1, 0, n)

enc = nn.Linear(4, 4)
tok = enc(torch.randn(2, 6, 4)).view(2, 6, 4)
masked = pick(0.5, tok)
masked.mul_(0)
tok.sum().backward()
