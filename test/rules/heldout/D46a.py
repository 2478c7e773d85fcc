import torch
from torch import nn

class Teacher(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.fc = nn.Linear(d, d)
        self.register_buffer("center", torch.ones(1, d))
    def update_center(self, out):
        self.center.mul_(0.9).add_(out.mean(0, keepdim=True), alpha=0.1)  # expect: inplace-saved
    def forward(self, x):
        h = self.fc(x)
        y = (h * self.center).softmax(-1)
        self.update_center(h.detach())
        return y

net = Teacher(4)
net(torch.randn(3, 4)).max().backward()  # raises: modified by an inplace operation
