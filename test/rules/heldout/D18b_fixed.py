import torch

class LinReg:
    def __init__(self, n):
        self.w = torch.zeros(n, 1, requires_grad=True)
        self.b = torch.zeros(1, requires_grad=True)
    def __call__(self, x):
        return x @ self.w + self.b
    def update(self, lr):
        with torch.no_grad():
            for p in (self.w, self.b):
                p.sub_(lr * p.grad)
                p.grad.zero_()

m = LinReg(3)
X, y = torch.randn(20, 3), torch.randn(20, 1)
for epoch in range(3):
    mse = (m(X) - y).pow(2).mean()
    mse.backward()
    m.update(0.1)
