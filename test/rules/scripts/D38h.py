import torch
from torch import nn
def freeze(model):
    for p in model.parameters():
        p.requires_gard = False  # expect: module-frozen
freeze(nn.Linear(2, 2))
