"""D36: graphs kept alive by what accumulates over iterations."""
import torch
import torch.nn as nn
import torch.nn.functional as F


def total_bad():
    net = nn.Linear(4, 1)
    opt = torch.optim.Adam(net.parameters())
    total = 0
    for x in [torch.randn(3, 4) for _ in range(4)]:
        loss = net(x).pow(2).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()
        total += loss  # expect: graph-leak
    print(total / 4)


def total_ok():
    net = nn.Linear(4, 1)
    opt = torch.optim.Adam(net.parameters())
    total, history = 0, []
    for x in [torch.randn(3, 4) for _ in range(4)]:
        loss = net(x).pow(2).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()
        total += loss.item()
        history.append(loss.detach())
    print(total / 4, len(history))


class Logger:
    def __init__(self):
        self.losses = []

    def log(self, value):
        self.losses.append(value)  # expect: graph-leak

    def mean(self):
        return sum(self.losses) / len(self.losses)


def logger_bad():
    net, logger = nn.Linear(4, 1), Logger()
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(12):
        loss = net(torch.randn(3, 4)).pow(2).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()
        logger.log(loss)
    print(logger.mean())


def long_loop_bad():
    net = nn.Linear(4, 2)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    running = 0.0
    for epoch in range(3):
        for i in range(20):
            loss = F.cross_entropy(net(torch.randn(3, 4)), torch.randint(0, 2, (3,)))
            opt.zero_grad()
            loss.backward()
            opt.step()
            running = 0.99 * running + 0.01 * loss  # expect: graph-leak


def outputs_kept_bad():
    net = nn.Linear(4, 2)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    outputs = []
    for i in range(10):
        out = net(torch.randn(3, 4))
        opt.zero_grad()
        out.pow(2).mean().backward()
        opt.step()
        outputs.append(out)  # expect: graph-leak
    print(torch.cat(outputs).mean())


def meters_bad():
    net = nn.Linear(4, 2)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    meters = {"loss": 0.0, "reg": 0.0}
    for i in range(5):
        loss = net(torch.randn(3, 4)).pow(2).mean()
        reg = sum(p.pow(2).sum() for p in net.parameters())
        opt.zero_grad()
        (loss + 0.1 * reg).backward()
        opt.step()
        meters["loss"] += loss  # expect: graph-leak
        meters["reg"] += reg.item()


def one_backward_ok():
    net = nn.Linear(4, 1)
    opt = torch.optim.Adam(net.parameters())
    for _ in range(2):
        loss = 0
        for _ in range(3):
            loss += net(torch.randn(3, 4)).pow(2).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()


def window_ok():
    cell = nn.RNNCell(3, 4)
    opt = torch.optim.Adam(cell.parameters())
    h, window = torch.zeros(2, 4), 0.0
    for t in range(8):
        h = cell(torch.randn(2, 3), h)
        window = window + h.pow(2).mean()
        if (t + 1) % 4 == 0:
            opt.zero_grad()
            window.backward()
            opt.step()
            h, window = h.detach(), 0.0


def reinforce_buffer_ok():
    pi = nn.Linear(3, 2)
    opt = torch.optim.Adam(pi.parameters())
    for episode in range(2):
        log_probs = []
        for t in range(8):
            log_probs.append(F.log_softmax(pi(torch.randn(3)), -1)[0])
        opt.zero_grad()
        (-torch.stack(log_probs).sum()).backward()
        opt.step()
        del log_probs[:]
