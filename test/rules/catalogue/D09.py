"""D09: the loss has no graph."""
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 3)

    def forward(self, x):
        return self.fc(x).argmax(1).float()  # expect: grad-no-graph


def argmax_bad():
    net = Classifier()
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(2):
        loss = F.mse_loss(net(torch.randn(5, 4)), torch.ones(5))
        opt.zero_grad()
        loss.backward()  # raises: element 0 of tensors does not require
        opt.step()


class ClassifierRight(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 3)

    def forward(self, x):
        return self.fc(x)


def argmax_ok():
    net = ClassifierRight()
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(2):
        logits = net(torch.randn(5, 4))
        loss = F.cross_entropy(logits, torch.ones(5, dtype=torch.long))
        acc = (logits.argmax(1) == 1).float().mean().item()
        opt.zero_grad()
        loss.backward()
        opt.step()
        print(f"{acc:.2f}")


def forward_under_no_grad_bad():
    net = nn.Linear(4, 2)
    opt = torch.optim.Adam(net.parameters())
    x, y = torch.randn(3, 4), torch.randn(3, 2)
    with torch.no_grad():
        out = net(x)  # expect: grad-no-graph
    loss = F.mse_loss(out, y)
    opt.zero_grad()
    loss.backward()  # raises: element 0 of tensors does not require
    opt.step()


class DataModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 2)

    def forward(self, x):
        outputs = self.fc(x)
        return torch.sigmoid(outputs.data)  # expect: grad-no-graph


def data_bad():
    net = DataModel()
    opt = torch.optim.Adam(net.parameters())
    for _ in range(2):
        opt.zero_grad()
        F.binary_cross_entropy(net(torch.randn(3, 4)), torch.ones(3, 2)).backward()  # raises: element 0 of tensors does not require
        opt.step()


def numpy_loss(pred, target):
    return torch.from_numpy(np.mean((pred.detach().numpy() - target.numpy()) ** 2, keepdims=True))  # expect: grad-no-graph


def numpy_bad():
    net = nn.Linear(4, 1)
    loss = numpy_loss(net(torch.randn(3, 4)), torch.randn(3, 1))
    loss.backward()  # raises: element 0 of tensors does not require


def comparison_bad():
    net = nn.Linear(4, 1)
    pred = torch.sigmoid(net(torch.randn(6, 4)))
    hits = pred.ge(0.5).float()  # expect: grad-no-graph
    loss = F.binary_cross_entropy(hits, torch.ones(6, 1))
    loss.backward()  # raises: element 0 of tensors does not require


def everything_frozen_bad():
    net = nn.Sequential(nn.Linear(4, 4), nn.ReLU(), nn.Linear(4, 1))
    for p in net.parameters():
        p.requires_grad = False
    net(torch.randn(2, 4)).mean().backward()  # expect: grad-no-graph  # raises: element 0 of tensors does not require


def evaluate(net):
    torch.set_grad_enabled(False)  # expect: grad-no-graph
    return net(torch.randn(2, 4)).mean().item()


def left_switched_off_bad():
    net = nn.Linear(4, 1)
    print(evaluate(net))
    try:
        net(torch.randn(2, 4)).mean().backward()  # raises: element 0 of tensors does not require
    finally:
        torch.set_grad_enabled(True)


def item_bad():
    net = nn.Linear(4, 1)
    total = 0.0
    for _ in range(3):
        total += net(torch.randn(2, 4)).mean().item()  # expect: grad-no-graph
    loss = torch.tensor(total)
    loss.backward()  # raises: element 0 of tensors does not require


def attack_in_no_grad_bad():
    net = nn.Linear(4, 2)

    @torch.no_grad()
    def attack(x, y):
        x = x.clone().requires_grad_()
        F.cross_entropy(net(x), y).backward()  # expect: grad-no-graph  # raises: element 0 of tensors does not require
        return x + 0.1 * x.grad.sign()

    attack(torch.randn(2, 4), torch.tensor([0, 1]))


def metrics_ok():
    net = nn.Linear(4, 1)
    opt = torch.optim.Adam(net.parameters())
    for _ in range(2):
        pred = net(torch.randn(6, 4))
        loss = pred.pow(2).mean()
        hits = pred.ge(0.5).float().mean()
        opt.zero_grad()
        loss.backward()
        opt.step()
        with torch.no_grad():
            print((net(torch.randn(6, 4)) > 0).sum().item(), hits.item(), loss.item())
