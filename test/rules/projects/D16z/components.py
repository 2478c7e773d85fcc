import torch
from torch import nn

from registry import register


@register
class Pyramid(nn.Module):
    def __init__(self, channels=(2, 4, 8)):
        super().__init__()
        self.stages = {}  # expect: module-unregistered
        previous = 1
        for level, width in enumerate(channels):
            self.stages[f"p{level}"] = nn.Conv1d(previous, width, 3, stride=2, padding=1)
            previous = width
        self.head = nn.Linear(previous, 2)

    def forward(self, x):
        for stage in self.stages.values():
            x = torch.relu(stage(x))
        return self.head(x.mean(-1))
