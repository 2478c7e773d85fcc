"""D32: autograd.grad is needed where gradients are switched off."""
import torch
import torch.nn as nn


class ForceField(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))

    def forward(self, pos):
        pos = pos.requires_grad_()
        e = self.net(pos).sum()
        f, = torch.autograd.grad(e, pos, create_graph=self.training)  # raises: element 0 of tensors does not require
        return e, -f


def validate_bad():
    net = ForceField()
    net.eval()
    with torch.no_grad():  # expect: grad-no-graph
        for _ in range(2):
            e, f = net(torch.randn(4, 3))
            print(f.shape)


class ForceFieldRight(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))

    def forward(self, pos):
        with torch.enable_grad():
            pos = pos.detach().requires_grad_()
            e = self.net(pos).sum()
            f, = torch.autograd.grad(e, pos, create_graph=self.training)
        return e, -f


def validate_ok():
    net = ForceFieldRight()
    net.eval()
    with torch.no_grad():
        for _ in range(2):
            e, f = net(torch.randn(4, 3))
            print(f.shape)


def inference_bad():
    net = nn.Linear(3, 1)
    with torch.inference_mode():
        x = torch.randn(2, 3)
        x.requires_grad_()
        u = net(x)  # expect: grad-no-graph
        u_x = torch.autograd.grad(u.sum(), x)[0]  # raises: element 0 of tensors does not require
        print(u_x)


@torch.no_grad()
def evaluate(net, batches):
    total = 0.0
    for t in batches:
        t.requires_grad_(True)
        u = net(t)  # expect: grad-no-graph
        du = torch.autograd.grad(u, t, torch.ones_like(u))[0]  # raises: element 0 of tensors does not require
        total += (du + u).pow(2).mean().item()
    return total


def decorated_bad():
    print(evaluate(nn.Linear(1, 1), [torch.rand(4, 1) for _ in range(2)]))
