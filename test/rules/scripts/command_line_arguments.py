import sys
import torch
from torch import nn

if len(sys.argv) > 1 and sys.argv[1] == "--help":
    sys.exit("usage: train.py [ROWS]")
rows = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else 5
net = nn.Linear(4, 6)
gate, value = net(torch.randn(rows, 4)).chunk(2, dim=-1)
gate = torch.sigmoid(gate)
gate *= value  # expect: inplace-saved
gate.sum().backward()  # raises: modified by an inplace operation
