import torch
w = torch.zeros(3, 1, requires_grad=True)
X, y = torch.randn(10, 3), torch.randn(10, 1)
for _ in range(4):
    loss = (X @ w - y).square().mean()
    loss.backward()
    with torch.no_grad():
        w -= 0.1 * w.grad
        w.grad.zero_()
