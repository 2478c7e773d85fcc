import torch, torch.nn as nn
class Center(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 2)
        self.register_buffer("centers", torch.randn(4, 2))
    def forward(self, x, y):
        f = self.fc(x)
        d = f @ self.centers.t()
        self.centers[y] = 0.9 * self.centers[y] + 0.1 * f.detach()  # expect: inplace-saved
        return d
net = Center()
net(torch.randn(2, 3), torch.tensor([0, 1])).pow(2).sum().backward()  # raises: modified by an inplace operation
