import torch

w = torch.tensor([1.0, -2.0], requires_grad=True)
rate = 0.1
for step in range(3):
    loss = (w ** 2).sum()
    loss.backward()
    print(step, loss, w.grad)
    w = w - rate * w.grad
