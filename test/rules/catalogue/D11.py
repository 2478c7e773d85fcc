"""D11: torch.tensor and its family over tensors that have a graph."""
import torch
import torch.nn as nn
import torch.nn.functional as F


def reinforce_bad():
    pi, value = nn.Linear(3, 2), nn.Linear(3, 1)
    opt = torch.optim.Adam([*pi.parameters(), *value.parameters()])
    for _ in range(2):
        states = torch.randn(4, 3)
        logps = [F.log_softmax(pi(s), -1)[0] for s in states]
        loss = -torch.tensor(logps).mean() + value(states).pow(2).mean()  # expect: detached-rebuilt
        opt.zero_grad()
        loss.backward()
        opt.step()


def reinforce_ok():
    pi, value = nn.Linear(3, 2), nn.Linear(3, 1)
    opt = torch.optim.Adam([*pi.parameters(), *value.parameters()])
    for _ in range(2):
        states = torch.randn(4, 3)
        logps = [F.log_softmax(pi(s), -1)[0] for s in states]
        loss = -torch.stack(logps).mean() + value(states).pow(2).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()


class PairLoss(nn.Module):
    def forward(self, a, b):
        losses = []
        for x, y in zip(a, b):
            losses.append((x - y).pow(2).sum())
        return torch.Tensor(losses).mean()  # expect: grad-no-graph


def pair_loss_bad():
    enc, crit = nn.Linear(3, 2), PairLoss()
    loss = crit(enc(torch.randn(4, 3)), torch.randn(4, 2))
    loss.backward()  # raises: element 0 of tensors does not require


class Agent:
    def __init__(self):
        self.net = nn.Linear(3, 2)
        self.opt = torch.optim.Adam(self.net.parameters())
        self.saved = []

    def act(self, s):
        probs = F.softmax(self.net(s), dim=-1)
        a = torch.multinomial(probs, 1)
        self.saved.append(probs[a].log().squeeze())
        return a

    def finish(self, rewards):
        logp = torch.as_tensor(self.saved)  # expect: grad-no-graph
        loss = -(logp * torch.tensor(rewards)).sum()
        self.opt.zero_grad()
        loss.backward()  # raises: element 0 of tensors does not require
        self.opt.step()


def agent_bad():
    agent = Agent()
    for _ in range(3):
        agent.act(torch.randn(3))
    agent.finish([1.0, 0.5, 0.1])


def new_tensor_bad():
    a, b = nn.Linear(3, 1), nn.Linear(3, 1)
    x = torch.randn(4, 3)
    parts = [a(x).mean(), b(x).mean()]
    mixed = x.new_tensor(parts)  # expect: grad-no-graph
    mixed.sum().backward()  # raises: element 0 of tensors does not require


def weights_from_scores_bad():
    gate = nn.Linear(3, 2)
    experts = nn.ModuleList([nn.Linear(3, 1) for _ in range(2)])
    opt = torch.optim.Adam([*gate.parameters(), *experts.parameters()])
    x = torch.randn(5, 3)
    score = gate(x).mean(0)
    w = torch.tensor([score[0], score[1]])  # expect: detached-rebuilt
    y = sum(w[i] * e(x) for i, e in enumerate(experts))
    opt.zero_grad()
    y.pow(2).mean().backward()
    opt.step()


def constants_ok():
    net = nn.Linear(3, 2)
    opt = torch.optim.Adam(net.parameters())
    weight = torch.tensor([1.0, 2.0])
    returns, R = [], 0.0
    for r in [1.0, 0.0, 1.0]:
        R = r + 0.9 * R
        returns.insert(0, R)
    returns = torch.tensor(returns)
    logits = net(torch.randn(3, 3))
    loss = F.cross_entropy(logits, torch.tensor([0, 1, 1]), weight=weight) + (logits[:, 0] * returns).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
    history = [loss.item()]
    print(len(torch.tensor(history)))
