"""What a thing is called makes no difference: classes, functions and context managers of PyTorch under names of the user's own."""
import torch
import torch.nn as nn
from copy import deepcopy as twin
from torch import no_grad as quiet
from torch.distributions import Normal as Gauss
from torch.nn import ModuleList as Stack
from torch.nn import ReLU as Act
from torch.optim import SGD as Descent


def activation_bad():
    block = nn.Sequential(Act(True), nn.Conv2d(2, 2, 3, padding=1))
    x = torch.sigmoid(nn.Conv2d(1, 2, 3, padding=1)(torch.randn(1, 1, 4, 4)))
    out = block(x)  # expect: inplace-saved Write out of place or clone before the
    out.sum().backward()  # raises: one of the variables needed for gradient computation has


def activation_fixed():
    block = nn.Sequential(Act(False), nn.Conv2d(2, 2, 3, padding=1))
    x = torch.sigmoid(nn.Conv2d(1, 2, 3, padding=1)(torch.randn(1, 1, 4, 4)))
    out = block(x)
    out.sum().backward()


def repeated_bad():
    layer = nn.Linear(3, 3)
    layers = Stack([layer for _ in range(3)])  # expect: module-repeated all share their weights
    x = torch.randn(2, 3)
    for layer in layers:
        x = layer(x)


def quiet_bad():
    net = nn.Linear(3, 1)
    with quiet():
        loss = net(torch.randn(2, 3)).sum()  # expect: grad-no-graph
    loss.backward()  # raises: does not require grad


def copy_bad():
    net = nn.Linear(3, 1)
    opt = Descent(net.parameters(), lr=0.1)
    fast = twin(net)  # expect: optimizer-idle
    for _ in range(2):
        opt.zero_grad()
        fast(torch.randn(4, 3)).pow(2).mean().backward()
        opt.step()


def advantage_bad():
    actor, critic = nn.Linear(3, 1), nn.Linear(3, 1)
    opt = torch.optim.Adam([*actor.parameters(), *critic.parameters()])
    state = torch.randn(8, 3)
    policy = Gauss(actor(state).squeeze(-1), 1.0)
    lp = policy.log_prob(policy.sample())
    gain = torch.randn(8) - critic(state).squeeze(-1)
    loss = -(lp * gain).mean()  # expect: grad-target
    opt.zero_grad()
    loss.backward()
    opt.step()


def log_prob(x):
    return torch.log_softmax(x, -1)


def own_log_prob_ok():
    """A function of the user's own with that name is no distribution's."""
    net, gate = nn.Linear(3, 2), nn.Linear(3, 2)
    x = torch.randn(4, 3)
    loss = -(log_prob(net(x)) * gate(x)).mean()
    loss.backward()
