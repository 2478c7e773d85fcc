"""Perceptual pitch loss computed with numpy's FFT."""
import numpy as np
import torch
from torch import nn


class Vocoder(nn.Module):
    def __init__(self, mels: int = 6, samples: int = 16):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(mels, 24), nn.LeakyReLU(0.2), nn.Linear(24, samples))

    def forward(self, mel):
        return torch.tanh(self.net(mel))


def log_spectrum(wave: torch.Tensor) -> torch.Tensor:
    magnitude = np.abs(np.fft.rfft(wave.detach().cpu().numpy()))  # expect: grad-no-graph
    return torch.from_numpy(np.log1p(magnitude)).float()


def loss_fn(fake: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
    return (log_spectrum(fake) - log_spectrum(real)).abs().mean()


vocoder = Vocoder()
opt = torch.optim.Adam(vocoder.parameters(), lr=2e-4)
mel, real = torch.rand(3, 6), torch.rand(3, 16) * 2 - 1
loss = loss_fn(vocoder(mel), real)
opt.zero_grad()
loss.backward()  # raises: does not require grad
opt.step()
