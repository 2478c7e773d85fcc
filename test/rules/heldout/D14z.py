"""FiLM-like conditioning: the speaker embedding generates the scale of a normalisation layer."""
import torch
from torch import nn


class SpeakerAdapter(nn.Module):
    def __init__(self, speakers: int = 5, width: int = 6):
        super().__init__()
        self.speaker = nn.Embedding(speakers, 4)
        self.to_scale = nn.Linear(4, width)
        self.norm = nn.LayerNorm(width)
        self.proj = nn.Linear(width, width)

    def adapt(self, who):
        scale = 1 + self.to_scale(self.speaker(who))
        self.norm.weight.data.copy_(scale)  # expect: detached-data
        return self.norm

    def forward(self, frames, who):
        return self.proj(self.adapt(who)(frames))


adapter = SpeakerAdapter()
opt = torch.optim.Adam(adapter.parameters(), lr=1e-3)
for who in torch.tensor([0, 3, 1]):
    frames = torch.randn(7, 6)
    opt.zero_grad()
    (adapter(frames, who) - frames).abs().mean().backward()
    opt.step()
