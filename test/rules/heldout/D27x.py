import torch
from torch import nn

class BeamSearch:
    def __init__(self, width, eos=0):
        self.width, self.eos = width, eos
    def init(self, batch):
        scores = torch.zeros(batch, 1).expand(batch, self.width)
        scores[:, 1:] = -1e9 # raises: more than one element of the written-to tensor  # expect: inplace-overlap
        return scores

print(BeamSearch(3).init(2))
