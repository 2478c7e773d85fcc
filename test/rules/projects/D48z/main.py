import torch
from torch import nn

from data import Clips

probe = nn.Linear(8, 2)
opt = torch.optim.SGD(probe.parameters(), lr=0.1)
for features, labels in Clips(8).batches(4):
    loss = nn.functional.cross_entropy(probe(features), labels)  # raises: Inference tensors cannot be saved for backward  # expect: graph-inference
    opt.zero_grad()
    loss.backward()
    opt.step()
