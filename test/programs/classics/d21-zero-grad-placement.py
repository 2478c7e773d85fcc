import torch
from torch import nn


def train(order):
    torch.manual_seed(0)
    net = nn.Linear(2, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    x, y = torch.ones(2, 2), torch.zeros(2, 1)
    for _ in range(3):
        loss = nn.functional.mse_loss(net(x), y)
        if order == "right":
            opt.zero_grad()
            loss.backward()
            opt.step()
        elif order == "missing":
            loss.backward()
            opt.step()
        else:
            loss.backward()
            opt.zero_grad()
            opt.step()
    return net.weight.data, net.weight.grad


for order in ("right", "missing", "between"):
    print(order, *train(order))
