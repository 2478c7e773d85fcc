import torch
from torch import nn

class BeamSearch:
    def __init__(self, width, eos=0):
        self.width, self.eos = width, eos
    def init(self, batch):
        scores = torch.zeros(batch, 1).repeat(1, self.width)
        scores[:, 1:] = -1e9
        return scores

print(BeamSearch(3).init(2))
