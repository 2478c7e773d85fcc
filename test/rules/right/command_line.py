"""What the command line holds is not known to whoever only checks: the rest of the script still counts."""
import argparse
import sys
import torch
from torch import nn

parser = argparse.ArgumentParser()
parser.add_argument("--width", type=int, default=6)
options = parser.parse_args([] if len(sys.argv) < 2 else sys.argv[1:1])
net = nn.Linear(4, options.width)
rounds = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else 2
opt = torch.optim.SGD(net.parameters(), 0.1)
for _ in range(rounds):
    q, k, v = net(torch.randn(3, 4)).chunk(3, dim=-1)
    a, b = v.split(1, dim=-1)
    loss = ((q * k).sum(-1, keepdim=True) * (a + b)).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
