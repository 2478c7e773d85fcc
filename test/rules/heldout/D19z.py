"""Hand-written gradient descent of a logistic regression over a list of weights."""
import torch


def init(sizes):
    return [torch.randn(a, b, requires_grad=True) for a, b in zip(sizes, sizes[1:])]


def predict(weights, x):
    *hidden, last = weights
    for w in hidden:
        x = torch.tanh(x @ w)
    return x @ last


def descend(weights, x, y, lr=0.1):
    loss = torch.nn.functional.binary_cross_entropy_with_logits(predict(weights, x), y)
    loss.backward()
    return [w - lr * w.grad for w in weights], loss.item() # raises: unsupported operand  # expect: grad-nonleaf


weights = init([4, 6, 1])
x = torch.randn(10, 4)
y = (x.sum(1, keepdim=True) > 0).float()
for epoch in range(3):
    weights, value = descend(weights, x, y)
    print(epoch, value)
