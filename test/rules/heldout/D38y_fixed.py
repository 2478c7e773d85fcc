import torch
from torch import nn


class Backbone(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer1 = nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU())
        self.layer2 = nn.Sequential(nn.Conv2d(4, 8, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(1))

    def forward(self, x):
        return self.layer2(self.layer1(x)).flatten(1)


class Classifier(nn.Module):
    def __init__(self, freeze: bool = True):
        super().__init__()
        self.backbone = Backbone()
        self.fc = nn.Linear(8, 2)
        if freeze:
            self.freeze()

    def freeze(self):
        for child in self.backbone.children():
            child.requires_grad_(False)

    def forward(self, x):
        return self.fc(self.backbone(x))
