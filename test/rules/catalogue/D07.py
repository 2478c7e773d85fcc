"""D07: an in-place write to the input an operation saved."""
import torch
import torch.nn as nn


def recurrence_bad():
    fc = nn.Linear(3, 3)
    out = torch.zeros(5, 3)
    for t in range(1, 5):
        out[t] = torch.tanh(fc(out[t - 1]))  # expect: inplace-saved
    out.sum().backward()  # raises: modified by an inplace operation


def recurrence_ok():
    fc = nn.Linear(3, 3)
    out = [torch.zeros(3)]
    for t in range(1, 5):
        out.append(torch.tanh(fc(out[t - 1])))
    torch.stack(out).sum().backward()


class Integrator(nn.Module):
    """Euler steps written into one trajectory tensor."""

    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 2))

    def forward(self, x0, steps=4):
        traj = x0.new_zeros(steps, x0.shape[0], 2)
        traj[0] = x0
        for i in range(steps - 1):
            traj[i + 1] = traj[i] + 0.1 * self.net(traj[i])  # expect: inplace-saved
        return traj


def integrator_bad():
    net = Integrator()
    opt = torch.optim.Adam(net.parameters())
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(3, 2)).pow(2).mean().backward()  # raises: modified by an inplace operation
        opt.step()


class IntegratorRight(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 2))

    def forward(self, x0, steps=4):
        traj = x0.new_zeros(steps, x0.shape[0], 2)
        x = x0
        traj[0] = x
        for i in range(steps - 1):
            x = x + 0.1 * self.net(x)
            traj[i + 1] = x
        return traj


def integrator_ok():
    net = IntegratorRight()
    opt = torch.optim.Adam(net.parameters())
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(3, 2)).pow(2).mean().backward()
        opt.step()


def squared_bad():
    w = torch.randn(4, requires_grad=True)
    h = w * 2
    energy = h ** 2
    h += 1  # expect: inplace-saved
    energy.sum().backward()  # raises: modified by an inplace operation


def squared_ok():
    w = torch.randn(4, requires_grad=True)
    h = w * 2
    energy = h ** 2
    h = h + 1
    (energy.sum() + h.sum()).backward()


def residual_stream_bad():
    layers = nn.ModuleList([nn.Linear(4, 4) for _ in range(3)])
    x = nn.Linear(2, 4)(torch.randn(5, 2))
    for layer in layers:
        x += torch.relu(layer(x))  # expect: inplace-saved
    x.sum().backward()  # raises: modified by an inplace operation


def data_operand_bad():
    w = torch.randn(3, requires_grad=True)
    x = torch.ones(3)
    y = w * x
    x.add_(1)  # expect: inplace-saved
    y.sum().backward()  # raises: modified by an inplace operation


def masked_after_bad():
    fc = nn.Linear(3, 3)
    z = fc(torch.randn(4, 3))
    norm = z.norm(dim=1)
    z[norm.detach() > 1.0] = 0.0  # expect: inplace-saved
    (z.sum() + norm.sum()).backward()  # raises: modified by an inplace operation


def preallocated_ok():
    cell = nn.RNNCell(3, 4)
    h = torch.zeros(2, 4)
    outs = torch.zeros(5, 2, 4)
    for t in range(5):
        h = cell(torch.randn(2, 3), h)
        outs[t] = h
    outs.sum().backward()


def masks_ok():
    fc = nn.Linear(3, 3)
    x = torch.randn(4, 3)
    o = torch.zeros(4, 3)
    mask = x[:, 0] > 0
    o[mask] = fc(x[mask])
    o[:, 1:] = o[:, 1:] * 1
    o.sum().backward()


def position_table_ok():
    pe = torch.zeros(6, 4)
    pos = torch.arange(6.0).unsqueeze(1)
    pe[:, 0::2] = torch.sin(pos)
    pe[:, 1::2] = torch.cos(pos)
    emb = nn.Embedding(5, 4)
    x = emb(torch.tensor([1, 2, 3]))
    x += pe[:3]
    x.sum().backward()
