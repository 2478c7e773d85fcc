"""A deep text encoder with frozen embeddings, its layers checkpointed to save memory."""
import torch
from torch import nn
from torch.utils.checkpoint import checkpoint


class Layer(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.norm = nn.LayerNorm(dim)
        self.up, self.down = nn.Linear(dim, 2 * dim), nn.Linear(2 * dim, dim)

    def forward(self, x):
        return x + self.down(nn.functional.gelu(self.up(self.norm(x))))


class Encoder(nn.Module):
    def __init__(self, words=30, dim=6, depth=3):
        super().__init__()
        self.embed = nn.Embedding(words, dim).requires_grad_(False)
        self.layers = nn.ModuleList(Layer(dim) for _ in range(depth))
        self.classify = nn.Linear(dim, 2)

    def forward(self, tokens):
        h = self.embed(tokens)
        for layer in self.layers:
            h = checkpoint(layer, h, use_reentrant=True)  # expect: grad-checkpoint
        return self.classify(h.mean(dim=1))


encoder = Encoder()
opt = torch.optim.AdamW([p for p in encoder.parameters() if p.requires_grad])
for _ in range(2):
    logits = encoder(torch.randint(0, 30, (4, 5)))
    opt.zero_grad()
    nn.functional.cross_entropy(logits, torch.tensor([0, 1, 1, 0])).backward()
    opt.step()
