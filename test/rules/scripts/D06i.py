import torch
from torch import nn
import torch.nn.functional as F
def normalize(a):
    a = F.softmax(a, -1)
    for i in range(a.size(0)):
        a[i, i] = 0  # expect: inplace-saved
    return a
W = nn.Linear(3, 3)
normalize(W(torch.randn(3, 3))).sum().backward()  # raises: modified by an inplace operation
