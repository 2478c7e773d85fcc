import torch
from torch import nn


class Trainer:
    def __init__(self, g, d, lr=1e-3):
        self.g, self.d = g, d
        self.opt_g = torch.optim.Adam(g.parameters(), lr)
        self.opt_d = torch.optim.Adam(d.parameters(), lr)
        self.bce = nn.BCEWithLogitsLoss()

    def step(self, real, z):
        fake = self.g(z)
        logits = self.d(torch.cat([real, fake]))
        labels = torch.cat([torch.ones(len(real), 1), torch.zeros(len(fake), 1)])
        loss_d = self.bce(logits, labels)
        loss_g = self.bce(logits[len(real):], torch.ones(len(fake), 1))
        self.opt_d.zero_grad()
        loss_d.backward(retain_graph=True)
        self.opt_d.step()  # expect: inplace-saved
        self.opt_g.zero_grad()
        loss_g.backward()  # raises: modified by an inplace operation
        self.opt_g.step()
