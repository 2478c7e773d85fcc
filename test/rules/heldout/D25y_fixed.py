import torch
from torch import nn, Tensor
from torch.utils.checkpoint import checkpoint_sequential


class Layer(nn.Module):
    def __init__(self, d: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(d)
        self.ff = nn.Sequential(nn.Linear(d, 2 * d), nn.GELU(), nn.Linear(2 * d, d))

    def forward(self, x: Tensor) -> Tensor:
        return x + self.ff(self.norm(x))


class Stack(nn.Module):
    def __init__(self, d: int = 4, n: int = 4) -> None:
        super().__init__()
        self.layers = nn.Sequential(*(Layer(d) for _ in range(n)))
        self.top = nn.Linear(d, 2)

    def forward(self, feats: Tensor) -> Tensor:
        h = checkpoint_sequential(self.layers, 2, feats, use_reentrant=False)
        return self.top(h)


model = Stack()
opt = torch.optim.AdamW(model.parameters())
for _ in range(2):
    loss = nn.functional.cross_entropy(model(torch.randn(3, 4)), torch.tensor([0, 1, 0]))
    opt.zero_grad()
    loss.backward()
    opt.step()
