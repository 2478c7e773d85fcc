"""D02: state carried over iterations keeps the previous iteration's graph."""
import torch
import torch.nn as nn
import torch.nn.functional as F


def char_rnn_bad():
    rnn, head = nn.GRU(3, 5, batch_first=True), nn.Linear(5, 2)
    opt = torch.optim.Adam([*rnn.parameters(), *head.parameters()])
    hidden = None
    for x in [torch.randn(2, 4, 3) for _ in range(3)]:
        out, hidden = rnn(x, hidden)  # expect: graph-freed
        loss = head(out).pow(2).mean()
        opt.zero_grad()
        loss.backward()  # raises: Trying to backward through the graph a
        opt.step()


def char_rnn_ok():
    rnn, head = nn.GRU(3, 5, batch_first=True), nn.Linear(5, 2)
    opt = torch.optim.Adam([*rnn.parameters(), *head.parameters()])
    hidden = None
    for x in [torch.randn(2, 4, 3) for _ in range(3)]:
        out, hidden = rnn(x, hidden)
        hidden = hidden.detach()
        loss = head(out).pow(2).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()


class Memory(nn.Module):
    def __init__(self, size=4):
        super().__init__()
        self.cell = nn.LSTMCell(3, size)
        self.out = nn.Linear(size, 1)
        self.state = None

    def forward(self, x):
        self.state = self.cell(x, self.state)  # expect: graph-freed
        return self.out(self.state[0])


def memory_bad():
    net = Memory()
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(3):
        loss = F.mse_loss(net(torch.randn(2, 3)), torch.randn(2, 1))
        opt.zero_grad()
        loss.backward()  # raises: Trying to backward through the graph a
        opt.step()


class DetachedMemory(nn.Module):
    def __init__(self, size=4):
        super().__init__()
        self.cell = nn.LSTMCell(3, size)
        self.out = nn.Linear(size, 1)
        self.state = None

    def forward(self, x):
        h, c = self.cell(x, self.state)
        self.state = (h.detach(), c.detach())
        return self.out(h)


def memory_ok():
    net = DetachedMemory()
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(3):
        loss = F.mse_loss(net(torch.randn(2, 3)), torch.randn(2, 1))
        opt.zero_grad()
        loss.backward()
        opt.step()


def useless_detach_bad():
    cell = nn.RNNCell(3, 4)
    opt = torch.optim.SGD(cell.parameters(), lr=0.1)
    h = torch.zeros(2, 4)
    for _ in range(3):
        h.detach()
        h = cell(torch.randn(2, 3), h)  # expect: graph-freed
        opt.zero_grad()
        h.sum().backward()  # raises: Trying to backward through the graph a
        opt.step()


class Stateful(nn.Module):
    """A recurrent weight in a buffer, as in evolving graph networks."""

    def __init__(self):
        super().__init__()
        self.lin = nn.Linear(3, 3)
        self.register_buffer("carry", torch.zeros(3))

    def forward(self, x):
        y = torch.tanh(self.lin(x) + self.carry)
        self.carry = y.mean(0)  # expect: graph-freed
        return y


def stateful_bad():
    net = Stateful()
    opt = torch.optim.Adam(net.parameters())
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(4, 3)).pow(2).mean().backward()  # raises: Trying to backward through the graph a
        opt.step()


def within_sequence_ok():
    cell, head = nn.GRUCell(3, 4), nn.Linear(4, 1)
    opt = torch.optim.Adam([*cell.parameters(), *head.parameters()])
    for _ in range(2):
        h = torch.zeros(2, 4)
        for t in range(5):
            h = cell(torch.randn(2, 3), h)
        opt.zero_grad()
        head(h).mean().backward()
        opt.step()


def inference_ok():
    cell = nn.GRUCell(3, 4)
    h = torch.zeros(2, 4)
    with torch.no_grad():
        for t in range(5):
            h = cell(torch.randn(2, 3), h)
    print(h)


def repackage_hidden(h):
    if isinstance(h, torch.Tensor):
        return h.detach()
    return tuple(repackage_hidden(v) for v in h)


def word_language_model_ok():
    lstm = nn.LSTM(3, 4)
    opt = torch.optim.SGD(lstm.parameters(), lr=0.1)
    hidden = (torch.zeros(1, 2, 4), torch.zeros(1, 2, 4))
    for _ in range(3):
        lstm.zero_grad()
        hidden = repackage_hidden(hidden)
        out, hidden = lstm(torch.randn(5, 2, 3), hidden)
        out.pow(2).mean().backward()
        opt.step()
