import torch
from torch import nn, Tensor


class PriorGuided(nn.Module):
    """Logits are weighed by inverse class frequency, counted on the fly."""

    counts: Tensor

    def __init__(self, d: int, classes: int) -> None:
        super().__init__()
        self.classify = nn.Linear(d, classes)
        self.register_buffer("counts", torch.ones(classes))

    def forward(self, x: Tensor, y: Tensor | None = None) -> Tensor:
        logits = self.classify(x) / self.counts
        if self.training and y is not None:
            self.counts = self.counts.index_add(0, y, torch.ones(len(y)))
        return logits


def fit(model: PriorGuided, data: list[tuple[Tensor, Tensor]]) -> None:
    opt = torch.optim.SGD(model.parameters(), lr=0.1)
    for x, y in data:
        loss = nn.functional.cross_entropy(model(x, y), y)
        opt.zero_grad()
        loss.backward()
        opt.step()


fit(PriorGuided(3, 4), [(torch.randn(6, 3), torch.randint(0, 4, (6,)))] * 2)
