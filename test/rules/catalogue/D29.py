"""D29: a write through .data that backward does not notice."""
import torch
import torch.nn as nn


def silent_bad():
    w = torch.ones(3, requires_grad=True)
    h = w * 2
    y = h ** 2
    h.data.mul_(10)  # expect: inplace-hidden
    y.sum().backward()


def silent_ok():
    w = torch.ones(3, requires_grad=True)
    h = w * 2
    y = h ** 2
    print(h.detach().clone().mul_(10))
    y.sum().backward()


class BinaryLinear(nn.Linear):
    """Binarises its weight through .data in forward, before the product uses it: what is saved is what is used."""

    def forward(self, x):
        out = nn.functional.linear(x, self.weight)
        self.weight.data.sign_()  # expect: inplace-hidden
        return out


def binary_bad():
    net = BinaryLinear(3, 2)
    x = torch.randn(4, 3, requires_grad=True)
    net(x).pow(2).sum().backward()


def renormalised_activations_bad():
    fc, head = nn.Linear(3, 3), nn.Linear(3, 1)
    h = torch.tanh(fc(torch.randn(4, 3)))
    out = head(h)
    h.data.clamp_(-0.5, 0.5)  # expect: inplace-hidden
    out.sum().backward()


def noticed_bad():
    w = torch.ones(3, requires_grad=True)
    h = w * 2
    y = h ** 2
    h.detach().mul_(10)  # expect: inplace-saved
    y.sum().backward()  # raises: modified by an inplace operation


def initialised_ok():
    net = nn.Linear(3, 3)
    net.weight.data.normal_(0, 0.02)
    net.bias.data.zero_()
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(2, 3)).sum().backward()
        opt.step()
        net.weight.data.clamp_(-1, 1)
