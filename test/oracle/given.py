"""What the arguments of unknown origin in test/rules/unknown-arguments.py are when real PyTorch runs it."""
import torch
from torch import nn

torch.manual_seed(0)


class Environment:
    def reset(self):
        self.left = 3
        return torch.randn(4)

    def step(self, action):
        self.left -= 1
        return torch.randn(4), 1.0, self.left == 0, {}


class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.cell = nn.RNN(4, 3, batch_first=True)

    def forward(self, x, h):
        return self.cell(x[:, None], h)


model = nn.Linear(4, 3)
teacher = nn.Linear(4, 3)
recurrent = Recurrent()
discriminator = nn.Linear(4, 1)
generator = nn.Linear(5, 4)
environment = Environment()
criterion = nn.CrossEntropyLoss()
device = torch.device("cpu")
loader = [(torch.randn(2, 4), torch.tensor([0, 2])) for _ in range(3)]


def optimizer_of(*modules):
    return torch.optim.SGD([p for m in modules for p in m.parameters()], lr=0.01)


optimizer = optimizer_of(model, recurrent)
generator_optimizer = optimizer_of(generator)
discriminator_optimizer = optimizer_of(discriminator)
