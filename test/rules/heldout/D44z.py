"""Mixture of experts for demand forecasting, sizes from a typed configuration."""
from dataclasses import dataclass

import torch
from torch import nn


@dataclass
class MoEConfig:
    inputs: int = 5
    hidden: int = 7
    experts: int = 4


def expert(cfg: MoEConfig) -> nn.Module:
    return nn.Sequential(nn.Linear(cfg.inputs, cfg.hidden), nn.SELU(), nn.Linear(cfg.hidden, 1))


class MixtureOfExperts(nn.Module):
    def __init__(self, cfg: MoEConfig):
        super().__init__()
        self.gate = nn.Linear(cfg.inputs, cfg.experts)
        self.experts = nn.ModuleList([expert(cfg)] * cfg.experts)  # expect: module-repeated

    def forward(self, x):
        outputs = torch.cat([e(x) for e in self.experts], dim=-1)
        return (self.gate(x).softmax(-1) * outputs).sum(-1)


model = MixtureOfExperts(MoEConfig())
opt = torch.optim.Adam(model.parameters())
opt.zero_grad()
model(torch.randn(6, 5)).square().mean().backward()
opt.step()
