import torch
X = torch.randn(20, 2); y = (X @ torch.tensor([[2.0], [-3.4]])) + 4.2
w = torch.zeros(2, 1, requires_grad=True)
b = torch.zeros(1, requires_grad=True)
def sgd(params, lr):
    return [p - lr * p.grad for p in params]  # expect: grad-nonleaf  # raises: unsupported operand type\(s\) for \*:
for epoch in range(3):
    loss = ((X @ w + b - y) ** 2).mean()
    loss.backward()
    w, b = sgd([w, b], 0.03)
