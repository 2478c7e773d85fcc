"""A state_dict is kept as if it were a copy."""
import copy
import torch
import torch.nn as nn


def best_weights_bad():
    net = nn.Linear(3, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    best = net.state_dict()  # expect: module-state-dict and loading it back
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(4, 3)).pow(2).mean().backward()
        opt.step()
    net.load_state_dict(best)


def best_weights_fixed():
    net = nn.Linear(3, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    best = copy.deepcopy(net.state_dict())
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(4, 3)).pow(2).mean().backward()
        opt.step()
    net.load_state_dict(best)


def state_dict_copies_ok():
    net = nn.Linear(3, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    best = copy.deepcopy(net.state_dict())
    cloned = {k: v.clone() for k, v in net.state_dict().items()}
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(4, 3)).pow(2).mean().backward()
        opt.step()
    net.load_state_dict(best)
    net.load_state_dict(cloned)
