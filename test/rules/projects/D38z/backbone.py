from torch import nn


class Backbone(nn.Module):
    """Stands for a pretrained feature extractor."""

    def __init__(self):
        super().__init__()
        self.stages = nn.ModuleList([nn.Linear(6, 8), nn.Linear(8, 8)])

    def forward(self, x):
        for stage in self.stages:
            x = stage(x).relu()
        return x


def freeze(module: nn.Module) -> nn.Module:
    for stage in module.children():
        stage.requires_grad = False  # expect: module-frozen
    return module
