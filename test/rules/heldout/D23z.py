"""Saliency of an electrocardiogram classifier: which samples of the signal mattered?"""
import torch
from torch import nn


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(nn.Conv1d(1, 4, 5, padding=2), nn.ReLU())
        self.out = nn.Linear(4, 2)

    def forward(self, ecg):
        return self.out(self.features(ecg).mean(-1))


def saliency(model, ecg, label):
    ecg.requires_grad_()
    normalised = (ecg - ecg.mean()) / ecg.std()
    score = model(normalised)[:, label].sum()
    score.backward()
    return normalised.grad.abs().squeeze() # raises: 'NoneType' object has no attribute 'abs'  # expect: grad-nonleaf


model = Classifier().eval()
importance = saliency(model, torch.randn(1, 1, 40), label=1)
print(importance.topk(3).indices)
