"""Iterative attack on a speaker verification model, eps-ball around the recording."""
import torch
from torch import nn


class Verifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Sequential(nn.Linear(20, 10), nn.ReLU(), nn.Linear(10, 4))

    def forward(self, wave):
        return nn.functional.normalize(self.embed(wave), dim=-1)


def attack(model, wave, enrolled, eps=0.1, steps=3):
    adv = wave.clone()
    for _ in range(steps):
        adv.requires_grad = True
        similarity = (model(adv) * enrolled).sum()
        model.zero_grad()
        (grad,) = torch.autograd.grad(similarity, adv)
        adv = adv + eps / steps * grad.sign()
        adv = wave + (adv - wave).clamp(-eps, eps)
        adv.requires_grad = False # raises: you can only change requires_grad flags of leaf variables  # expect: grad-flag
    return adv


model = Verifier()
enrolled = model(torch.randn(1, 20)).detach()
attack(model, torch.randn(1, 20), enrolled)
