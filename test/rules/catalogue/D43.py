"""D43: a state_dict, model or target network that is an alias."""
import copy
import torch
import torch.nn as nn
import torch.nn.functional as F


def best_bad():
    net = nn.Linear(3, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    best, best_loss = None, float("inf")
    for epoch in range(3):
        loss = net(torch.randn(4, 3)).pow(2).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()
        if loss.item() < best_loss:
            best_loss, best = loss.item(), net.state_dict()  # expect: module-state-dict
    net.load_state_dict(best)


def best_ok():
    net = nn.Linear(3, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    best, best_loss = None, float("inf")
    for epoch in range(3):
        loss = net(torch.randn(4, 3)).pow(2).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()
        if loss.item() < best_loss:
            best_loss, best = loss.item(), copy.deepcopy(net.state_dict())
    net.load_state_dict(best)


def shallow_bad():
    net = nn.Linear(3, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    before = net.state_dict().copy()  # expect: module-state-dict
    opt.zero_grad()
    net(torch.randn(4, 3)).pow(2).mean().backward()
    opt.step()
    after = net.state_dict()
    print([torch.equal(before[k], after[k]) for k in before])


class DQN:
    def __init__(self):
        self.q = nn.Linear(3, 2)
        self.target = self.q  # expect: module-state-dict
        self.opt = torch.optim.Adam(self.q.parameters())

    def learn(self, s, a, r, s2):
        with torch.no_grad():
            y = r + 0.9 * self.target(s2).max(1)[0]
        loss = F.mse_loss(self.q(s).gather(1, a).squeeze(1), y)
        self.opt.zero_grad()
        loss.backward()
        self.opt.step()

    def sync(self):
        self.target.load_state_dict(self.q.state_dict())


def dqn_bad():
    agent = DQN()
    for _ in range(2):
        agent.learn(torch.randn(4, 3), torch.zeros(4, 1, dtype=torch.long), torch.randn(4), torch.randn(4, 3))
    agent.sync()


def own_dict_bad():
    q, target = nn.Linear(3, 2), nn.Linear(3, 2)
    opt = torch.optim.Adam(q.parameters())
    for _ in range(2):
        opt.zero_grad()
        q(torch.randn(2, 3)).pow(2).mean().backward()
        opt.step()
        target.load_state_dict(target.state_dict())  # expect: module-state-dict


def early_stopping_bad():
    net = nn.Linear(3, 1)
    opt = torch.optim.Adam(net.parameters())
    snapshot = {"model": net.state_dict(), "epoch": 0}  # expect: module-state-dict
    for epoch in range(2):
        opt.zero_grad()
        net(torch.randn(4, 3)).pow(2).mean().backward()
        opt.step()
    net.load_state_dict(snapshot["model"])


def copies_ok():
    q = nn.Linear(3, 2)
    target = copy.deepcopy(q)
    opt = torch.optim.Adam(q.parameters())
    saved = {k: v.clone() for k, v in q.state_dict().items()}
    for _ in range(2):
        opt.zero_grad()
        q(torch.randn(2, 3)).pow(2).mean().backward()
        opt.step()
        target.load_state_dict(q.state_dict())
    q.load_state_dict(saved)
    print(list(q.state_dict()))
