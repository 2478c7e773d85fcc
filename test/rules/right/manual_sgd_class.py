import torch

class TwoLayer:
    def __init__(self, i, h, o):
        self.W1 = torch.randn(i, h, requires_grad=True)
        self.W2 = torch.randn(h, o, requires_grad=True)
    def parameters(self):
        return [self.W1, self.W2]
    def __call__(self, x):
        return x.mm(self.W1).clamp(min=0).mm(self.W2)
    def step(self, lr):
        with torch.no_grad():
            for p in self.parameters():
                p -= lr * p.grad
                p.grad.zero_()

net = TwoLayer(4, 8, 1)
x, y = torch.randn(10, 4), torch.randn(10, 1)
for t in range(4):
    loss = (net(x) - y).pow(2).sum()
    loss.backward()
    net.step(1e-5)
    if t % 2 == 1:
        print(t, loss.item() >= 0)
