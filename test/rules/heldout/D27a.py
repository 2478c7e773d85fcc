import torch

def causal_bias(n, heads, slopes):
    pos = torch.arange(n).float()
    bias = (pos[None, :] - pos[:, None]).expand(heads, n, n)
    mask = torch.triu(torch.ones(n, n, dtype=torch.bool), 1)
    for h in range(heads):
        bias[h] *= slopes[h]
    return bias.masked_fill(mask, float("-inf"))

def sliding(n, w):
    idx = torch.zeros(1, w).expand(n, w)
    idx += torch.arange(n).view(-1, 1) # raises: more than one element of the written-to tensor  # expect: inplace-overlap
    return idx

print(sliding(4, 3))
