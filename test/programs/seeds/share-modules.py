import torch
from torch import nn


class Twin(nn.Module):
    def __init__(self):
        super().__init__()
        shared = nn.Linear(2, 2)
        self.left = shared
        self.right = shared

    def forward(self, x):
        return self.right(torch.relu(self.left(x)))


torch.manual_seed(0)
twin = Twin()
print(twin)
print([name for name, _ in twin.named_parameters()])
print(list(twin.state_dict().keys()))
print(len(list(twin.parameters())), twin.left is twin.right)
twin(torch.ones(1, 2)).sum().backward()
print(twin.left.weight.grad)
print(twin.right.weight.grad is twin.left.weight.grad)
