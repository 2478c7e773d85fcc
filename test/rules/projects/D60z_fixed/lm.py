"""A character model whose output layer shares the embedding."""
from dataclasses import dataclass

import torch
from torch import nn


@dataclass
class LMConfig:
    vocabulary: int = 11
    dim: int = 6
    tie: bool = True


class CharLM(nn.Module):
    def __init__(self, cfg: LMConfig):
        super().__init__()
        self.cfg = cfg
        self.embed = nn.Embedding(cfg.vocabulary, cfg.dim)
        self.rnn = nn.GRU(cfg.dim, cfg.dim, batch_first=True)
        self.out = nn.Linear(cfg.dim, cfg.vocabulary, bias=False)
        if cfg.tie:
            self.out.weight = self.embed.weight

    def forward(self, tokens):
        return self.out(self.rnn(self.embed(tokens))[0])
