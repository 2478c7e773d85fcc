"""Box regression on the positive anchors only; pictures without objects give an empty list."""
from typing import Sequence

import torch
from torch import nn
from torch.nn import functional as F


class Regressor(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(6, 4)

    def forward(self, anchors: torch.Tensor) -> torch.Tensor:
        return self.fc(anchors)


def box_loss(predicted: torch.Tensor, boxes: Sequence[tuple[int, torch.Tensor]]) -> torch.Tensor:
    terms = [F.l1_loss(predicted[anchor], box) for anchor, box in boxes]
    if not terms:
        return torch.tensor(0.0)  # expect: grad-no-graph
    return torch.stack(terms).mean()


net = Regressor()
opt = torch.optim.SGD(net.parameters(), lr=0.01)
pictures = [[(0, torch.rand(4)), (2, torch.rand(4))], []]
for boxes in pictures:
    loss = box_loss(net(torch.randn(5, 6)), boxes)
    opt.zero_grad()
    loss.backward()  # raises: does not require grad
    opt.step()
