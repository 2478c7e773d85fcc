"""A parameter is filled with computed values, which does not link them."""
import torch
import torch.nn as nn
from torch.nn.utils import vector_to_parameters


def data_assigned_bad():
    hyper, lin = nn.Linear(2, 16), nn.Linear(4, 4)
    w = hyper(torch.randn(2)).view(4, 4)
    lin.weight.data = w  # expect: detached-data get no gradient from the loss
    lin(torch.randn(3, 4)).sum().backward()


def data_assigned_fixed():
    hyper, lin = nn.Linear(2, 16), nn.Linear(4, 4)
    w = hyper(torch.randn(2)).view(4, 4)
    torch.func.functional_call(lin, {"weight": w}, (torch.randn(3, 4),)).sum().backward()


def copied_under_no_grad_bad():
    hyper, lin = nn.Linear(2, 16), nn.Linear(4, 4)
    w = hyper(torch.randn(2)).view(4, 4)
    with torch.no_grad():
        lin.weight.copy_(w)  # expect: detached-data get no gradient from the loss
    lin(torch.randn(3, 4)).sum().backward()


def loaded_bad():
    hyper, lin = nn.Linear(2, 16), nn.Linear(4, 4)
    w = hyper(torch.randn(2)).view(4, 4)
    lin.load_state_dict({"weight": w, "bias": lin.bias})  # expect: detached-data get no gradient from the loss
    lin(torch.randn(3, 4)).sum().backward()


def vector_to_parameters_bad():
    net = nn.Linear(4, 1)
    v = torch.randn(5, requires_grad=True)
    vector_to_parameters(v, net.parameters())  # expect: detached-data gets no gradient from the loss
    net(torch.randn(2, 4)).sum().backward()
    print(v.grad)


def vector_to_parameters_fixed():
    net = nn.Linear(4, 1)
    v = torch.randn(5, requires_grad=True)
    torch.func.functional_call(net, {n: piece.view_as(p) for (n, p), piece in zip(net.named_parameters(), v.split([p.numel() for p in net.parameters()]))}, (torch.randn(2, 4),)).sum().backward()
    print(v.grad)


def data_of_plain_ok():
    lin = nn.Linear(4, 4)
    lin.weight.data = torch.eye(4)
    with torch.no_grad():
        lin.bias.copy_(torch.randn(4).detach())
    lin(torch.randn(3, 4)).sum().backward()


def other_network_ok():
    a, b = nn.Linear(3, 3), nn.Linear(3, 3)
    a.load_state_dict(b.state_dict())
    a(torch.randn(2, 3)).sum().backward()


# A leaf that only brings the numbers: nobody wants its gradient.
class Filled(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 2, bias=False)
        w = torch.ones(2, 3)
        w[0][0] = -1
        w.requires_grad_()
        self.fc.weight.data = w

    def forward(self, x):
        return torch.relu(self.fc(x))
