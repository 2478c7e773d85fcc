import torch
from torch import nn

class GradCAM:
    def __init__(self, features, head):
        self.features, self.head = features, head
    def __call__(self, x, cls):
        act = self.features(x)
        act.retain_grad()
        score = self.head(act.mean((2, 3)))[:, cls].sum()
        score.backward()
        weights = act.grad
        if weights is None:
            return None
        return (weights.mean((2, 3), keepdim=True) * act).sum(1).relu()

cam = GradCAM(nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU()), nn.Linear(4, 5))
cam(torch.randn(1, 3, 6, 6), 2)
