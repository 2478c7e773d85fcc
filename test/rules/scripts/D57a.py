import torch, torch.nn as nn
class Act(nn.Module):
    def forward(self, x):
        y = x.exp()
        y -= 1  # expect: inplace-saved
        return y
model = torch.compile(nn.Sequential(nn.Linear(2, 2), Act()), backend="eager")
model(torch.randn(1, 2)).sum().backward()  # raises: modified by an inplace operation
