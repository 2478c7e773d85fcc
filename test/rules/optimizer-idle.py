"""No backward reaches any parameter of an optimizer."""
import copy
import torch
import torch.nn as nn


def other_model_bad():
    net = nn.Linear(3, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    net = nn.Linear(3, 1)
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(4, 3)).pow(2).mean().backward()
        opt.step()  # expect: optimizer-idle The loss is computed from other tensors than


def copy_trained_bad():
    net = nn.Linear(3, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(2):
        fast = copy.deepcopy(net)  # expect: optimizer-idle
        loss = fast(torch.randn(4, 3)).pow(2).mean()
        grads = torch.autograd.grad(loss, fast.parameters())
        for p, g in zip(fast.parameters(), grads):
            p.data -= 0.1 * g
        opt.zero_grad()
        fast(torch.randn(4, 3)).pow(2).mean().backward()
        opt.step()


def cleared_ok():
    net = nn.Linear(3, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(3):
        opt.zero_grad()
        net(torch.randn(4, 3)).pow(2).mean().backward()
        opt.step()


def half_unknown_ok():
    """What the critic is given is not known as a whole, but the actor has its part in it."""
    actor, critic = nn.Linear(3, 2), nn.Linear(5, 1)
    opt = torch.optim.Adam(actor.parameters())
    for _ in range(2):
        state = eval("torch.randn(4, 3)")
        value = critic(torch.cat([state, actor(state)], 1))
        opt.zero_grad()
        (-value.mean()).backward()
        opt.step()
