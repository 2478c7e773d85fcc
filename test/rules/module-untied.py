"""A Parameter is wrapped again, which shares memory but not the gradient."""
import torch
import torch.nn as nn


class Wrapped(nn.Module):
    def __init__(self):
        super().__init__()
        self.emb = nn.Embedding(5, 3)
        self.dec = nn.Linear(3, 5, bias=False)
        self.dec.weight = nn.Parameter(self.emb.weight)  # expect: module-untied gradients are kept apart and both are updated

    def forward(self, idx):
        return self.dec(self.emb(idx))


def wrapped_again_bad():
    net = Wrapped()
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    net(torch.tensor([1, 2])).sum().backward()
    opt.step()


def tied_ok():
    emb, dec = nn.Embedding(5, 3), nn.Linear(3, 5, bias=False)
    dec.weight = emb.weight
    dec(emb(torch.tensor([1, 2]))).sum().backward()
