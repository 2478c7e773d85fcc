import torch
from torch import nn
def freeze_row(emb, i):
    emb.weight[i].zero_()  # expect: inplace-leaf  # raises: a view of a leaf Variable that requires
e = nn.Embedding(4, 2)
freeze_row(e, 0)
