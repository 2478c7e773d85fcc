"""Channels-last memory goes through layers; views notice."""
import torch
import torch.nn as nn
import torch.nn.functional as F

x = torch.arange(2.0 * 3 * 4 * 4).reshape(2, 3, 4, 4).to(memory_format=torch.channels_last)
print(x.stride(), x.is_contiguous(), x.is_contiguous(memory_format=torch.channels_last), x.layout, torch.channels_last)
for f in (
    lambda t: F.max_pool2d(t, 2),
    lambda t: F.avg_pool2d(t, 2),
    lambda t: F.adaptive_avg_pool2d(t, 1),
    lambda t: F.batch_norm(t, torch.zeros(3), torch.ones(3)),
    lambda t: F.interpolate(t, scale_factor=2),
    lambda t: F.pad(t, (1, 1)),
    lambda t: F.conv2d(t, torch.ones(2, 3, 1, 1)),
    lambda t: torch.cat([t, t], 1),
    lambda t: t.relu() + t,
    lambda t: t.contiguous(),
    lambda t: t.clone(memory_format=torch.contiguous_format),
    lambda t: t.double(),
    lambda t: torch.zeros_like(t),
    lambda t: F.group_norm(t, 3),
):
    y = f(x.clone().requires_grad_())
    print(y.shape, y.stride(), None if y.grad_fn is None else y.grad_fn.name(), f"{y.sum().item():.1f}")
model = nn.Sequential(nn.Conv2d(3, 4, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)).to(memory_format=torch.channels_last)
out = model(x)
print(out.stride(), model[0].weight.stride())
try:
    out.view(2, -1)
except RuntimeError as e:
    print(e)
print(out.reshape(2, -1).shape, x.to(torch.float64, memory_format=torch.contiguous_format).stride())
