"""Sinkhorn-normalised assignment matrix kept as a parameter."""
import torch
from torch import nn


class Assignment(nn.Module):
    def __init__(self, n: int, iterations: int = 3):
        super().__init__()
        self.iterations = iterations
        self.plan = nn.Parameter(torch.rand(n, n))

    def normalise(self) -> None:
        for _ in range(self.iterations):
            self.plan = self.plan / self.plan.sum(dim=0, keepdim=True) # raises: cannot assign 'torch.FloatTensor' as parameter 'plan'  # expect: module-assign
            self.plan = self.plan / self.plan.sum(dim=1, keepdim=True)

    def forward(self, cost: torch.Tensor) -> torch.Tensor:
        self.normalise()
        return (self.plan * cost).sum()


assignment = Assignment(4)
opt = torch.optim.Adam(assignment.parameters(), lr=0.1)
for _ in range(2):
    opt.zero_grad()
    assignment(torch.rand(4, 4)).backward()
    opt.step()
