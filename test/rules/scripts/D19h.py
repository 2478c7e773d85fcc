import torch
x = torch.tensor([3.0], requires_grad=True)
for i in range(5):
    y = (x - 1) ** 2
    y.backward()
    x = x - 0.1 * x.grad  # expect: grad-rebound  # raises: unsupported operand type\(s\) for \*:
