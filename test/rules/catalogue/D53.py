"""D53: NaN gradients through the branch that where() does not take."""
import torch
import torch.nn as nn


def sqrt_bad():
    x = torch.tensor([-1.0, 4.0], requires_grad=True)
    y = torch.where(x > 0, x.sqrt(), x)  # expect: grad-nan
    y.sum().backward()


def sqrt_ok():
    x = torch.tensor([-1.0, 4.0], requires_grad=True)
    safe = torch.where(x > 0, x, torch.ones_like(x))
    y = torch.where(x > 0, safe.sqrt(), x)
    y.sum().backward()


class LogLoss(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 2)

    def forward(self, x):
        p = torch.relu(self.fc(x))
        return torch.where(p > 0, torch.log(p), torch.zeros_like(p)).mean()  # expect: grad-nan


def log_bad():
    LogLoss()(torch.randn(4, 3)).backward()


def norm_at_zero_bad():
    x = torch.zeros(3, requires_grad=True)
    d = torch.sqrt((x ** 2).sum())  # expect: grad-nan
    d.backward()
    print(x.grad)


def distance_matrix_bad():
    pts = nn.Linear(2, 2)(torch.randn(3, 2))
    diff = pts[:, None] - pts[None]
    d = diff.pow(2).sum(-1).sqrt()  # expect: grad-nan
    d.sum().backward()


def finite_ok():
    x = torch.tensor([-1.0, 4.0], requires_grad=True)
    torch.where(x > 0, x * 2, x.exp()).sum().backward()
    d = torch.sqrt((x ** 2).sum() + 1e-8)
    d.backward()
