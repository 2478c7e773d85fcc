import torch

torch.manual_seed(0)
w = torch.randn(3, requires_grad=True)
x = torch.tensor([[1.0, 2.0, 3.0], [0.0, 1.0, 0.0]])
y = torch.tensor([1.0, -1.0])
for epoch in range(4):
    loss = ((x @ w - y) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        w -= 0.05 * w.grad
        w.grad.zero_()
    print(epoch, f"{loss.item():.5f}", w)
w.data -= 0.1
w.data.clamp_(-1, 1)
print(w)
w -= 0.1 * w
