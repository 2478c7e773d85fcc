import copy, torch
from torch import nn

def inner_adapt(model, x, y, lr=0.1):
    clone = copy.deepcopy(model)
    loss = nn.functional.mse_loss(model(x), y)
    grads = torch.autograd.grad(loss, list(clone.parameters())) # raises: appears to not have been used in the graph  # expect: grad-unused
    with torch.no_grad():
        for p, g in zip(clone.parameters(), grads):
            p -= lr * g
    return clone

net = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 1))
inner_adapt(net, torch.randn(5, 3), torch.randn(5, 1))
