import torch
from torch import nn

def train(X, y, hidden=6, lr=0.1, epochs=3):
    params = {"W1": torch.randn(X.shape[1], hidden, requires_grad=True), "W2": torch.randn(hidden, 1, requires_grad=True)}
    for epoch in range(epochs):
        out = torch.relu(X @ params["W1"]) @ params["W2"]
        loss = (out - y).pow(2).mean()
        loss.backward()
        for k in params:
            params[k] = params[k] - lr * params[k].grad # raises: unsupported operand  # expect: grad-rebound
    return params

train(torch.randn(8, 3), torch.randn(8, 1))
