"""Fine-tune a scorer on pairwise preferences."""
import argparse
import torch
from torch import nn


class Scorer(nn.Module):
    def __init__(self, d, soft):
        super().__init__()
        self.soft = soft
        self.inner = nn.Sequential(nn.Linear(d, d), nn.Tanh(), nn.Linear(d, 1))

    def forward(self, a, b):
        margin = self.inner(a) - self.inner(b)
        return torch.sigmoid(margin)


def main(opts):
    torch.manual_seed(opts.seed)
    scorer = Scorer(opts.d, opts.soft)
    optimizer = torch.optim.SGD(scorer.parameters(), lr=opts.lr)
    for epoch in range(opts.epochs):
        a, b = torch.randn(2, 6, opts.d)
        wins = torch.randint(0, 2, (6, 1)).float()
        loss = nn.functional.binary_cross_entropy(scorer(a, b), wins)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("--d", type=int, default=4)
    ap.add_argument("--lr", type=float, default=0.1)
    ap.add_argument("--seed", type=int, default=0)
    ap.add_argument("--epochs", type=int, default=2)
    ap.add_argument("--soft", action="store_true")
    main(ap.parse_args([]))
