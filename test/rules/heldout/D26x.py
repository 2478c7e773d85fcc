import torch
from torch import nn

def scale_channels(feats, gains):
    r, g, b = feats.unbind(1)
    for chan, k in zip((r, g, b), gains):
        chan *= k # raises: is a view and is being modified inplace  # expect: inplace-view
    return feats

conv = nn.Conv2d(1, 3, 3, padding=1)
gains = [0.3, 0.6, 0.1]
out = scale_channels(conv(torch.randn(2, 1, 4, 4)), gains)
out.mean().backward()
