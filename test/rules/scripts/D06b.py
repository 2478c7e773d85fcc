import torch
import torch.nn.functional as F
def masked_softmax(scores, mask):
    p = F.softmax(scores, dim=-1)
    p.masked_fill_(mask, 0.0)  # expect: inplace-saved
    return p / p.sum(-1, keepdim=True)
q = torch.randn(2, 5, 4, requires_grad=True)
k = torch.randn(2, 5, 4, requires_grad=True)
att = masked_softmax(q @ k.transpose(1, 2), torch.rand(5, 5) > 0.8)
att.mean().backward()  # raises: modified by an inplace operation
