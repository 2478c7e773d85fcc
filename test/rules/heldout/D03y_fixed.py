import argparse

import torch
import torch.nn as nn


def parse(argv=None):
    p = argparse.ArgumentParser(description="online tagger")
    p.add_argument("--dim", type=int, default=5)
    p.add_argument("--steps", type=int, default=4)
    p.add_argument("--lr", type=float, default=0.05)
    return p.parse_args(argv)


class Memory(nn.Module):
    """A slot memory that is read and written at each step."""

    def __init__(self, dim):
        super().__init__()
        self.write = nn.Linear(2 * dim, dim)
        self.gate = nn.Linear(dim, dim)

    def forward(self, x, slots):
        fresh = torch.tanh(self.write(torch.cat([x, slots], dim=-1)))
        keep = torch.sigmoid(self.gate(slots))
        return keep * slots + (1 - keep) * fresh


def run(args):
    memory = Memory(args.dim)
    sgd = torch.optim.SGD(memory.parameters(), lr=args.lr)
    slots = torch.zeros(2, args.dim)
    for step in range(args.steps):
        x = torch.randn(2, args.dim)
        slots = memory(x, slots)
        cost = (slots - x).abs().mean()
        sgd.zero_grad()
        # without retain_graph it complained
        cost.backward()
        slots = slots.detach()
        sgd.step()
        print(step, float(cost))


if __name__ == "__main__":
    run(parse([]))
