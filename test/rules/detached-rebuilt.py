"""A tensor is rebuilt from tensors that have a graph, which cuts their gradients."""
import torch
import torch.nn as nn


def policy_gradient_bad():
    pi, value = nn.Linear(3, 2), nn.Linear(3, 1)
    states = torch.randn(4, 3)
    logps = [pi(s).log_softmax(-1)[0] for s in states]
    loss = -torch.tensor(logps).mean() + value(states).mean()  # expect: detached-rebuilt copies numbers and cuts the graph
    loss.backward()


def policy_gradient_fixed():
    pi, value = nn.Linear(3, 2), nn.Linear(3, 1)
    states = torch.randn(4, 3)
    logps = [pi(s).log_softmax(-1)[0] for s in states]
    loss = -torch.stack(logps).mean() + value(states).mean()
    loss.backward()


def numbers_ok():
    net = nn.Linear(3, 1)
    returns = torch.tensor([1.0, 2.0, 3.0])
    weights = torch.tensor([net.weight.sum().item(), 2.0])
    (net(torch.randn(3, 3)).squeeze(1) * returns).mean().backward()
    print(weights.sum())
