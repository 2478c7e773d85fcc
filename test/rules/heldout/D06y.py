from typing import Optional

import torch
from torch import Tensor, nn


class SoftGate(nn.Module):
    def __init__(self, channels: int, keep: float = 0.9) -> None:
        super().__init__()
        self.to_gate = nn.Conv1d(channels, channels, kernel_size=3, padding=1)
        self.to_value = nn.Conv1d(channels, channels, kernel_size=1)
        self.keep = keep

    def forward(self, x: Tensor, mask: Optional[Tensor] = None) -> Tensor:
        gate = self.to_gate(x).softmax(dim=-1)
        if mask is not None:
            gate *= mask  # expect: inplace-saved
        return self.to_value(x) * gate


class Tagger(nn.Module):
    def __init__(self, channels: int = 6, tags: int = 4) -> None:
        super().__init__()
        self.gate = SoftGate(channels)
        self.head = nn.Linear(channels, tags)

    def forward(self, x: Tensor, lengths: Tensor) -> Tensor:
        steps = torch.arange(x.shape[-1])
        mask = (steps[None, :] < lengths[:, None]).float()[:, None, :]
        return self.head(self.gate(x, mask).transpose(1, 2))


def train_one(model: Tagger, x: Tensor, lengths: Tensor, y: Tensor) -> float:
    loss = nn.functional.cross_entropy(model(x, lengths).flatten(0, 1), y.flatten())
    loss.backward()  # raises: modified by an inplace operation
    return loss.item()


print(train_one(Tagger(), torch.randn(2, 6, 5), torch.tensor([5, 3]), torch.randint(0, 4, (2, 5))))
