"""Alternating image restoration GAN; the generator's turn scores the picture of the critic's turn."""
import torch
from torch import nn


def net(*widths):
    layers = [m for a, b in zip(widths, widths[1:]) for m in (nn.Linear(a, b), nn.LeakyReLU(0.1))]
    return nn.Sequential(*layers[:-1])


class Restoration:
    def __init__(self):
        self.g, self.d = net(6, 12, 6), net(6, 12, 1)
        self.g_opt = torch.optim.Adam(self.g.parameters(), lr=1e-3)
        self.d_opt = torch.optim.Adam(self.d.parameters(), lr=1e-3)

    def critic_turn(self, blurred, sharp):
        restored = self.g(blurred).detach()
        loss = self.d(restored).mean() - self.d(sharp).mean()
        self.d_opt.zero_grad()
        loss.backward()
        self.d_opt.step()
        return restored

    def turn(self, blurred, sharp):
        restored = self.critic_turn(blurred, sharp)
        again = self.g(blurred)
        self.g_opt.zero_grad()
        loss = -self.d(restored).mean()  # expect: optimizer-no-gradient
        loss.backward()
        self.g_opt.step()
        return (again - sharp).abs().mean().item()


model = Restoration()
for _ in range(3):
    model.turn(torch.randn(4, 6), torch.randn(4, 6))
