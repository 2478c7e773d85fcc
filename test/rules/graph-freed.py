"""Backward runs a second time through a graph whose saved tensors are gone."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class ScaleBad(nn.Module):
    def __init__(self):
        super().__init__()
        self.log_scale = nn.Parameter(torch.zeros(2))
        self.scale = torch.exp(self.log_scale)  # positive  # expect: graph-freed is freed by the first backward and used

    def forward(self, x):
        return x * self.scale


class ScaleFixed(nn.Module):
    def __init__(self):
        super().__init__()
        self.log_scale = nn.Parameter(torch.zeros(2))

    @property
    def scale(self):
        return torch.exp(self.log_scale)  # positive

    def forward(self, x):
        return x * self.scale


class CachedScale(nn.Module):
    def __init__(self):
        super().__init__()
        self.log_scale = nn.Parameter(torch.zeros(2))
        self._scale = None

    def scale(self):
        if self._scale is None:
            self._scale = torch.exp(self.log_scale)  # expect: graph-freed is kept from one call to the next
        return self._scale

    def forward(self, x):
        return x * self.scale()


def cached_bad():
    model = CachedScale()
    for _ in range(2):
        loss = model(torch.ones(2)).sum()
        loss.backward()  # raises: Specify retain_graph=True if you need to backward through the


def hidden_state_bad():
    rnn = nn.RNN(3, 4)
    opt = torch.optim.SGD(rnn.parameters(), lr=0.1)
    h = None
    for _ in range(3):
        x = torch.randn(5, 2, 3)
        out, h = rnn(x, h)  # expect: graph-freed carries the graph of one iteration into the
        opt.zero_grad()
        out.pow(2).mean().backward()  # raises: Specify retain_graph=True if you need to backward through the
        opt.step()


def hidden_state_fixed():
    rnn = nn.RNN(3, 4)
    opt = torch.optim.SGD(rnn.parameters(), lr=0.1)
    h = None
    for _ in range(3):
        x = torch.randn(5, 2, 3)
        out, h = rnn(x, h)
        opt.zero_grad()
        out.pow(2).mean().backward()
        opt.step()
        h = h.detach()


def hidden_tuple_bad():
    rnn = nn.LSTM(3, 4)
    opt = torch.optim.SGD(rnn.parameters(), lr=0.1)
    state = (torch.zeros(1, 2, 4), torch.zeros(1, 2, 4))
    for _ in range(3):
        out, state = rnn(torch.randn(5, 2, 3), state)  # expect: graph-freed carries the graph of one iteration into the
        opt.zero_grad()
        loss = out.pow(2).mean()
        loss.backward()  # raises: Specify retain_graph=True if you need to backward through the
        opt.step()


def hidden_tuple_fixed():
    rnn = nn.LSTM(3, 4)
    opt = torch.optim.SGD(rnn.parameters(), lr=0.1)
    state = (torch.zeros(1, 2, 4), torch.zeros(1, 2, 4))
    for _ in range(3):
        out, state = rnn(torch.randn(5, 2, 3), state)
        opt.zero_grad()
        loss = out.pow(2).mean()
        loss.backward()
        opt.step()
        state = tuple(s.detach() for s in state)


def features_before_loop_bad():
    enc, head = nn.Linear(3, 4), nn.Linear(4, 1)
    x, y = torch.randn(5, 3), torch.randn(5, 1)
    opt = torch.optim.SGD([*enc.parameters(), *head.parameters()], lr=0.1)
    feat = torch.tanh(enc(x))  # expect: graph-freed the first backward frees its graph and the
    for _ in range(2):
        opt.zero_grad()
        F.mse_loss(head(feat), y).backward()  # raises: Specify retain_graph=True if you need to backward through the
        opt.step()


def features_before_loop_fixed():
    enc, head = nn.Linear(3, 4), nn.Linear(4, 1)
    x, y = torch.randn(5, 3), torch.randn(5, 1)
    opt = torch.optim.SGD([*enc.parameters(), *head.parameters()], lr=0.1)
    for _ in range(2):
        feat = torch.tanh(enc(x))
        opt.zero_grad()
        F.mse_loss(head(feat), y).backward()
        opt.step()


def two_losses_bad():
    enc, a, b = nn.Linear(3, 4), nn.Linear(4, 1), nn.Linear(4, 1)
    x = torch.randn(5, 3)
    z = enc(x)
    l1 = a(z).mean()
    l2 = b(z).mean()
    l1.backward()
    l2.backward()  # expect: graph-freed detach what the first loss should not train  # raises: Specify retain_graph=True if you need to backward through the


def two_losses_fixed():
    enc, a, b = nn.Linear(3, 4), nn.Linear(4, 1), nn.Linear(4, 1)
    x = torch.randn(5, 3)
    z = enc(x)
    l1 = a(z).mean()
    l2 = b(z).mean()
    (l1 + l2).backward()


def stale_fake_bad():
    G, D = nn.Linear(2, 3), nn.Linear(3, 1)
    fake = G(torch.randn(4, 2))
    D(fake).mean().backward()
    gen = G(torch.randn(4, 2))
    D(fake).mean().backward()  # expect: graph-freed `gen`, computed for this  # raises: Specify retain_graph=True if you need to backward through the


def stale_fake_fixed():
    G, D = nn.Linear(2, 3), nn.Linear(3, 1)
    fake = G(torch.randn(4, 2))
    D(fake).mean().backward()
    gen = G(torch.randn(4, 2))
    D(gen).mean().backward()


class RunningMeanBad(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 3)
        self.mu = torch.zeros(3)

    def forward(self, x):
        z = self.fc(x)
        self.mu = 0.9 * self.mu + 0.1 * z.mean(0)  # expect: graph-freed keeps the graph of one training step on
        return ((z - self.mu) ** 2).mean()


class RunningMeanFixed(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 3)
        self.mu = torch.zeros(3)

    def forward(self, x):
        z = self.fc(x)
        self.mu = (0.9 * self.mu + 0.1 * z.mean(0)).detach()
        return ((z - self.mu) ** 2).mean()


def detached_fresh_ok():
    G, D = nn.Linear(2, 3), nn.Linear(3, 1)
    fake = G(torch.randn(4, 2))
    D(fake.detach()).mean().backward()
    D(fake).mean().backward()


def nothing_saved_ok():
    w = torch.ones(2, requires_grad=True)
    h = w + 1
    for _ in range(3):
        h.sum().backward()


def carried_detached_ok():
    w = torch.ones(2, requires_grad=True)
    h = torch.ones(2)
    for _ in range(3):
        h = h.detach() * w
        h.sum().backward()
