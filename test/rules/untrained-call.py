# A model that is called to look at a shape has still to be trained: it is exercised as if nothing called it.
import torch
from torch import nn
import torch.nn.functional as F


class Gate(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)

    def forward(self, x):
        h = torch.sigmoid(self.fc(x))
        h += 1  # expect: inplace-saved
        return h * 2


print(Gate()(torch.randn(2, 4)).shape)


# Only evaluated: nobody wants its gradient.
class Judge(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)

    def forward(self, x):
        h = torch.sigmoid(self.fc(x))
        h += 1
        return h


judge = Judge().eval()
print(judge(torch.randn(2, 4)).shape)


class Scorer(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)

    def forward(self, x):
        h = torch.sigmoid(self.fc(x))
        h += 1
        return h


with torch.no_grad():
    print(Scorer()(torch.randn(2, 4)).shape)


# A backward that stops midway gives some parameters no gradient; that is no finding of its own.
class Steps(nn.Module):
    def __init__(self):
        super().__init__()
        self.k = nn.Parameter(torch.tensor(0.1))

    def forward(self, u):
        u = u.clone()
        for _ in range(3):
            lap = u[:-2] - 2 * u[1:-1] + u[2:]
            u[1:-1] += self.k * lap * u[1:-1]  # expect: inplace-saved
        return u


steps = Steps()
optimizer = torch.optim.Adam(steps.parameters())
loss = F.mse_loss(steps(torch.rand(10)), torch.zeros(10))
optimizer.zero_grad()
loss.backward()  # raises: modified by an inplace operation
optimizer.step()


class Unused(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 2)

    def forward(self, x):
        return self.fc(x)
