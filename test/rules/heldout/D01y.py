from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn


@dataclass(frozen=True)
class Hyper:
    latent: int = 3
    width: int = 12
    rate: float = 2e-3


class Painter(nn.Module):
    def __init__(self, hp: Hyper) -> None:
        super().__init__()
        self.squeeze = nn.Linear(4, hp.width)
        self.paint = nn.Linear(hp.width, hp.latent)

    def forward(self, gray: Tensor) -> Tensor:
        return self.paint(torch.relu(self.squeeze(gray))).sigmoid()


class Judge(nn.Module):
    def __init__(self, hp: Hyper) -> None:
        super().__init__()
        self.body = nn.Sequential(nn.Linear(hp.latent, hp.width), nn.GELU(), nn.Linear(hp.width, 1))

    def forward(self, colours: Tensor) -> Tensor:
        return self.body(colours).squeeze(-1)


class Session:
    def __init__(self, hp: Hyper = Hyper()) -> None:
        self.painter, self.judge = Painter(hp), Judge(hp)
        self.painter_opt = torch.optim.AdamW(self.painter.parameters(), lr=hp.rate)
        self.judge_opt = torch.optim.AdamW(self.judge.parameters(), lr=hp.rate)
        self.criterion = nn.BCEWithLogitsLoss()

    def fit_batch(self, gray: Tensor, colours: Tensor) -> dict[str, float]:
        guess = self.painter(gray)
        verdict = self.judge(guess)
        truth = self.judge(colours)
        judge_loss = self.criterion(truth, torch.ones_like(truth)) + self.criterion(verdict, torch.zeros_like(verdict))
        painter_loss = self.criterion(verdict, torch.ones_like(verdict))

        self.judge_opt.zero_grad(set_to_none=True)
        judge_loss.backward(retain_graph=True)
        self.judge_opt.step()  # expect: inplace-saved

        self.painter_opt.zero_grad(set_to_none=True)
        painter_loss.backward()  # raises: modified by an inplace operation
        self.painter_opt.step()
        return {"judge": judge_loss.item(), "painter": painter_loss.item()}


def main() -> None:
    session = Session()
    for _ in range(3):
        print(session.fit_batch(torch.randn(5, 4), torch.rand(5, 3)))


if __name__ == "__main__":
    main()
