"""D50: detach_() on a view, or on a tensor that backward needs."""
import torch
import torch.nn as nn


def on_view_bad():
    h = nn.Linear(3, 3)(torch.randn(4, 3))
    h[:2].detach_()  # expect: detached-inplace  # raises: Can't detach views in-place\. Use detach\(\)
    h.sum().backward()


def on_view_ok():
    h = nn.Linear(3, 3)(torch.randn(4, 3))
    a = h[:2].detach()
    (h.sum() + a.sum()).backward()


def on_saved_bad():
    w = torch.randn(3, requires_grad=True)
    h = w * 2
    y = h ** 2
    h.detach_()  # expect: detached-inplace
    y.sum().backward()  # raises: Trying to use a saved tensor that has


class Decoder:
    """Detaches its state in place; with the layers-first LSTM state of a split tensor it is a view."""

    def __init__(self):
        self.cell = nn.GRU(3, 4)
        self.state = None

    def step(self, x):
        out, h = self.cell(x, self.state)
        self.state = h[0].unsqueeze(0)
        return out

    def detach_state(self):
        self.state.detach_()  # expect: detached-inplace  # raises: Can't detach views in-place\. Use detach\(\)


def decoder_bad():
    dec = Decoder()
    for _ in range(2):
        dec.step(torch.randn(2, 1, 3)).sum().backward()
        dec.detach_state()


def hidden_ok():
    cell = nn.GRUCell(3, 4)
    opt = torch.optim.SGD(cell.parameters(), lr=0.1)
    h = torch.zeros(2, 4)
    for _ in range(3):
        h = cell(torch.randn(2, 3), h)
        opt.zero_grad()
        h.pow(2).mean().backward()
        opt.step()
        h.detach_()
