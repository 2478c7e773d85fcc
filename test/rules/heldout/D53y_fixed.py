import torch
from torch import nn, Tensor


def safe_log(x: Tensor, eps: float = 1e-6) -> Tensor:
    return torch.where(x > eps, torch.where(x > eps, x, torch.ones_like(x)).log(), torch.zeros_like(x))


class Entropy(nn.Module):
    def forward(self, weights: Tensor) -> Tensor:
        return -(weights * safe_log(weights)).sum(-1).mean()


class SparseRouter(nn.Module):
    def __init__(self, d: int = 3, experts: int = 4):
        super().__init__()
        self.score = nn.Linear(d, experts)

    def forward(self, x: Tensor) -> Tensor:
        s = self.score(x)
        return s * (s > 0)


torch.manual_seed(1)
router, entropy = SparseRouter(), Entropy()
loss = entropy(router(torch.randn(8, 3)))
loss.backward()
print(router.score.weight.grad)
