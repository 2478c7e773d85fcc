import torch
from torch import nn


class TiedLm(nn.Module):
    def __init__(self, vocab: int = 10, d: int = 4):
        super().__init__()
        self.wte = nn.Embedding(vocab, d)
        self.core = nn.GRU(d, d, batch_first=True)
        self.lm_head = nn.Linear(d, vocab, bias=False)
        self.lm_head.weight = self.wte.weight
        self.apply(self._init)

    def _init(self, m: nn.Module) -> None:
        if isinstance(m, (nn.Linear, nn.Embedding)):
            nn.init.normal_(m.weight, std=0.02)

    def forward(self, ids):
        return self.lm_head(self.core(self.wte(ids))[0])
