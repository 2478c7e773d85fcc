"""A residual network of 50 layers, built, run forward and backward once."""
import torch
from torch import nn


class Bottleneck(nn.Module):
    def __init__(self, inside, width, stride=1):
        super().__init__()
        outside = 4 * width
        self.reduce = nn.Conv2d(inside, width, 1, bias=False)
        self.reduce_norm = nn.BatchNorm2d(width)
        self.middle = nn.Conv2d(width, width, 3, stride=stride, padding=1, bias=False)
        self.middle_norm = nn.BatchNorm2d(width)
        self.expand = nn.Conv2d(width, outside, 1, bias=False)
        self.expand_norm = nn.BatchNorm2d(outside)
        self.relu = nn.ReLU(inplace=True)
        self.shortcut = None
        if stride != 1 or inside != outside:
            self.shortcut = nn.Sequential(nn.Conv2d(inside, outside, 1, stride=stride, bias=False), nn.BatchNorm2d(outside))

    def forward(self, x):
        y = self.relu(self.reduce_norm(self.reduce(x)))
        y = self.relu(self.middle_norm(self.middle(y)))
        y = self.expand_norm(self.expand(y))
        y += x if self.shortcut is None else self.shortcut(x)
        return self.relu(y)


class ResNet(nn.Module):
    def __init__(self, depths=(3, 4, 6, 3), classes=1000):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 64, 7, stride=2, padding=3, bias=False), nn.BatchNorm2d(64), nn.ReLU(inplace=True), nn.MaxPool2d(3, stride=2, padding=1))
        width, stages = 64, []
        for number, depth in enumerate(depths):
            for index in range(depth):
                inner = 64 * 2**number
                stages.append(Bottleneck(width, inner, 2 if number > 0 and index == 0 else 1))
                width = 4 * inner
        self.stages = nn.Sequential(*stages)
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.head = nn.Linear(width, classes)
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
            elif isinstance(module, nn.BatchNorm2d):
                nn.init.constant_(module.weight, 1)
                nn.init.constant_(module.bias, 0)

    def forward(self, x):
        x = self.pool(self.stages(self.stem(x)))
        return self.head(torch.flatten(x, 1))


model = ResNet()
loss = model(torch.ones(2, 3, 224, 224)).sum()
loss.backward()
missing = [name for name, p in model.named_parameters() if p.grad is None]
print(sum(p.numel() for p in model.parameters()), missing)
