from __future__ import annotations
import torch
import torch.nn as nn
class Bounded(nn.Module):
    """A parameter kept inside (low, high) by a sigmoid."""
    def __init__(self, init: float, low: float, high: float):
        super().__init__()
        frac = torch.tensor((init - low) / (high - low))
        self._free = nn.Parameter(torch.logit(frac))
        self.low, self.high = low, high
    @property
    def value(self) -> torch.Tensor:
        return torch.sigmoid(self._free) * (self.high - self.low) + self.low
    @value.setter
    def value(self, new):
        self._free.data = torch.logit((torch.as_tensor(new) - self.low) / (self.high - self.low))
    def __repr__(self):
        return f"Bounded({self.value.item():.3f} in [{self.low}, {self.high}])"
class Oscillator(nn.Module):
    def __init__(self):
        super().__init__()
        self.freq = Bounded(1.0, 0.5, 2.0)
        self.damp = Bounded(0.1, 0.0, 1.0)
        self.amp = nn.Parameter(torch.tensor(1.0))
    def forward(self, t):
        return self.amp * torch.exp(-self.damp.value * t) * torch.cos(self.freq.value * t)
true = lambda t: 1.5 * torch.exp(-0.3 * t) * torch.cos(1.2 * t)
osc = Oscillator()
print(osc)
t = torch.linspace(0, 5, 11)
opt = torch.optim.Adam([
    {"params": osc.amp, "lr": 0.05},
    {"params": [osc.freq._free, osc.damp._free], "lr": 0.1},
])
history = []
for step in range(20):
    opt.zero_grad()
    loss = torch.mean((osc(t) - true(t)) ** 2)
    loss.backward()
    opt.step()
    history.append(loss.detach())
    if step % 5 == 4:
        print(f"{step + 1:3d} loss={loss:.5f} freq={osc.freq.value:.4f} damp={osc.damp.value.item():.4f}")
print(torch.stack(history).argmin(), bool(history[-1] < history[0]))
osc.freq.value = 0.75
print(osc.freq, osc.freq.value)
try:
    osc.freq.nope
except AttributeError as e:
    print(e)
