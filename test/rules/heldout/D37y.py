import torch
from torch import nn


class CenterLoss(nn.Module):
    """Running class centres, moved by momentum."""

    def __init__(self, n_cls: int, d: int, momentum: float = 0.9):
        super().__init__()
        self.momentum = momentum
        self.register_buffer("centres", torch.zeros(n_cls, d))

    def forward(self, feats, y):
        onehot = nn.functional.one_hot(y, self.centres.shape[0]).to(feats.dtype)
        fresh = onehot.t() @ feats / onehot.sum(0).clamp(min=1).unsqueeze(1)
        self.centres = self.momentum * self.centres + (1 - self.momentum) * fresh  # expect: graph-freed
        return (feats - self.centres[y]).pow(2).sum(1).mean()


body = nn.Sequential(nn.Linear(4, 6), nn.ReLU(), nn.Linear(6, 2))
centre_loss = CenterLoss(3, 2)
opt = torch.optim.SGD(body.parameters(), lr=0.01)
for _ in range(3):
    x, y = torch.randn(8, 4), torch.randint(0, 3, (8,))
    loss = centre_loss(body(x), y)
    opt.zero_grad()
    loss.backward()  # raises: Trying to backward through the graph a second time
    opt.step()
