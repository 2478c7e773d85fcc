"""Adversarial debiasing of a tabular scorer: an adversary guesses the protected attribute from the score."""
import argparse
from dataclasses import dataclass

import torch
from torch import Tensor, nn, optim


@dataclass(frozen=True)
class Config:
    features: int = 6
    rounds: int = 3
    weight: float = 0.5


class Debiaser:
    def __init__(self, cfg: Config) -> None:
        self.cfg = cfg
        self.scorer = nn.Sequential(nn.Linear(cfg.features, 8), nn.ReLU(), nn.Linear(8, 1))
        self.adversary = nn.Sequential(nn.Linear(1, 8), nn.Tanh(), nn.Linear(8, 1))
        self.optims = {
            "scorer": optim.Adam(self.scorer.parameters(), lr=1e-2),
            "adversary": optim.Adam(self.adversary.parameters(), lr=1e-2),
        }
        self.bce = nn.BCEWithLogitsLoss()

    def round(self, x: Tensor, y: Tensor, group: Tensor) -> dict[str, float]:
        score = self.scorer(x)
        leak = self.bce(self.adversary(score), group)
        task = self.bce(score, y)

        self.optims["adversary"].zero_grad()
        leak.backward(retain_graph=True)
        self.optims["adversary"].step()  # expect: inplace-saved

        self.optims["scorer"].zero_grad()
        (task - self.cfg.weight * leak).backward()  # raises: modified by an inplace operation
        self.optims["scorer"].step()
        return {"leak": leak.item(), "task": task.item()}


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args(argv)
    debiaser = Debiaser(Config(rounds=args.rounds))
    for _ in range(debiaser.cfg.rounds):
        x = torch.randn(16, debiaser.cfg.features)
        y, group = (torch.rand(16, 1) > 0.5).float(), (torch.rand(16, 1) > 0.5).float()
        print(debiaser.round(x, y, group))


if __name__ == "__main__":
    main([])
