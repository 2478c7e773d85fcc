"""Temporal convolutions: WaveNet with gated residual stacks, a weight-normed TCN, ConvLSTM, mu-law, generators of samples."""
import functools
import math
import operator
from dataclasses import dataclass
from typing import Iterator

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.nn.utils.parametrizations import weight_norm


def mu_law_encode(audio, quantization_channels=16):
    mu = quantization_channels - 1
    safe = torch.minimum(torch.abs(audio), torch.tensor(1.0))
    magnitude = torch.log1p(mu * safe) / math.log1p(mu)
    return ((torch.sign(audio) * magnitude + 1) / 2 * mu + 0.5).long()


def mu_law_decode(out, quantization_channels=16):
    mu = quantization_channels - 1
    signal = 2 * (out.float() / mu) - 1
    return torch.sign(signal) * (1 / mu) * ((1 + mu) ** torch.abs(signal) - 1)


class CausalConv1d(nn.Conv1d):
    def __init__(self, *args, dilation=1, **kwargs):
        super().__init__(*args, dilation=dilation, **kwargs)
        self.left = (self.kernel_size[0] - 1) * self.dilation[0]

    def forward(self, x):
        return super().forward(F.pad(x, (self.left, 0)))


class GatedBlock(nn.Module):
    def __init__(self, channels, dilation, skip):
        super().__init__()
        self.conv = CausalConv1d(channels, 2 * channels, 2, dilation=dilation)
        self.res, self.skip = nn.Conv1d(channels, channels, 1), nn.Conv1d(channels, skip, 1)

    def forward(self, x):
        a, b = self.conv(x).chunk(2, dim=1)
        z = torch.tanh(a) * torch.sigmoid(b)
        return x + self.res(z), self.skip(z)


class WaveNet(nn.Module):
    def __init__(self, classes=16, channels=6, layers=3, stacks=2, skip=8):
        super().__init__()
        self.classes = classes
        self.start = CausalConv1d(classes, channels, 1)
        self.blocks = nn.ModuleList(GatedBlock(channels, 2 ** i, skip) for _ in range(stacks) for i in range(layers))
        self.end = nn.Sequential(nn.ReLU(), nn.Conv1d(skip, skip, 1), nn.ReLU(), nn.Conv1d(skip, classes, 1))

    @property
    def receptive_field(self):
        return functools.reduce(operator.add, (b.conv.left for b in self.blocks), 1)

    def forward(self, ids):
        x = self.start(F.one_hot(ids, self.classes).float().transpose(1, 2))
        skips = []
        for block in self.blocks:
            x, s = block(x)
            skips.append(s)
        return self.end(torch.stack(skips).sum(0))

    @torch.no_grad()
    def stream(self, seed) -> Iterator[int]:
        history = list(seed)
        while True:
            window = torch.tensor([history[-self.receptive_field:]])
            nxt = int(self(window)[0, :, -1].argmax())
            history.append(nxt)
            reset = yield nxt
            if reset is not None:
                history[:] = reset


class Chomp1d(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.chomp_size = size

    def forward(self, x):
        return x[:, :, :-self.chomp_size].contiguous()


class TemporalBlock(nn.Module):
    def __init__(self, n_in, n_out, k, dilation, dropout=0.0):
        super().__init__()
        pad = (k - 1) * dilation
        self.conv1 = weight_norm(nn.Conv1d(n_in, n_out, k, padding=pad, dilation=dilation))
        self.conv2 = weight_norm(nn.Conv1d(n_out, n_out, k, padding=pad, dilation=dilation))
        self.net = nn.Sequential(self.conv1, Chomp1d(pad), nn.ReLU(), nn.Dropout(dropout), self.conv2, Chomp1d(pad), nn.ReLU())
        self.downsample = nn.Conv1d(n_in, n_out, 1) if n_in != n_out else None
        self.relu = nn.ReLU()

    def forward(self, x):
        res = x if self.downsample is None else self.downsample(x)
        return self.relu(self.net(x) + res)


class ConvLSTMCell(nn.Module):
    def __init__(self, cin, hidden, k=3):
        super().__init__()
        self.hidden = hidden
        self.conv = nn.Conv2d(cin + hidden, 4 * hidden, k, padding=k // 2)

    def forward(self, x, state):
        h, c = state if state is not None else (x.new_zeros(x.size(0), self.hidden, *x.shape[-2:]),) * 2
        i, f, o, g = torch.split(self.conv(torch.cat([x, h], dim=1)), self.hidden, dim=1)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        return torch.sigmoid(o) * torch.tanh(c), c


torch.manual_seed(0)
t = torch.arange(0, 4, 0.1)
audio = 0.6 * torch.sin(2 * math.pi * t) + 0.3 * torch.sin(5 * t)
codes = mu_law_encode(audio)
print(codes.shape, codes.min().item(), codes.max().item(), f"{(mu_law_decode(codes) - audio).abs().max():.3f}", np.bincount(codes.numpy(), minlength=16))
net = WaveNet()
print(net.receptive_field, sum(p.numel() for p in net.parameters()))
opt = torch.optim.Adam(net.parameters(), lr=1e-2)
batch = codes.unfold(0, 17, 8)
print(batch.shape, batch.stride())
for step in range(5):
    loss = F.cross_entropy(net(batch[:, :-1]), batch[:, 1:])
    opt.zero_grad()
    loss.backward()
    opt.step()
    print(f"wavenet {step} {loss.item():.4f} {loss.item() / math.log(2):.3f} bits")
base = net(batch[:1, :-1])
changed = batch[:1, :-1].clone()
changed[0, 10] = (changed[0, 10] + 5) % 16
diff = (net(changed) - base).abs().sum(1)[0]
print("causal", diff[:10].max().item() == 0.0, (diff[10:] > 0).any().item())
stream = net.stream(codes[:8].tolist())
first = [next(stream) for _ in range(4)]
print(first, stream.send([1, 2, 3]), stream.gi_frame is not None)
stream.close()
print(next(stream, "closed"))

tcn = nn.Sequential(TemporalBlock(1, 4, 2, 1), TemporalBlock(4, 4, 2, 2), nn.Conv1d(4, 1, 1))
print([n for n, _ in tcn[0].named_parameters()])
opt = torch.optim.SGD(tcn.parameters(), lr=0.05, momentum=0.9)
x = audio.view(1, 1, -1)
for step in range(4):
    loss = F.smooth_l1_loss(tcn(x[..., :-1]), x[..., 1:], beta=0.5)
    opt.zero_grad()
    loss.backward()
    opt.step()
    print(f"tcn {step} {loss.item():.5f}")
v = tcn[0].conv1.parametrizations.weight
print(type(tcn[0].conv1).__name__, v.original0.shape, v.original1.shape, torch.allclose(tcn[0].conv1.weight, v.original0 * v.original1 / v.original1.norm(dim=(1, 2), keepdim=True)))

cell = ConvLSTMCell(1, 3)
frames = torch.zeros(5, 1, 1, 6, 6)
for k in range(5):
    frames[k, :, :, k, k] = 1
state, total = None, 0
head = nn.Conv2d(3, 1, 1)
for now, nxt in zip(frames[:-1], frames[1:]):
    state = cell(now, state)
    total = total + F.binary_cross_entropy_with_logits(head(state[0]), nxt, pos_weight=torch.tensor(4.0))
total.backward()
print(f"convlstm {total.item():.4f} {cell.conv.weight.grad.norm().item():.4f} {tuple(state[1].shape)}")
