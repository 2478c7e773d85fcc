import torch
from torch import nn

class Film(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.fc = nn.Linear(c, c)
        self.gamma = nn.Parameter(torch.ones(c)).double().float()  # expect: module-unregistered
        self.beta = torch.zeros(c, requires_grad=True)  # expect: module-unregistered
    def forward(self, x):
        return self.gamma * self.fc(x) + self.beta

film = Film(3)
opt = torch.optim.SGD(film.parameters(), lr=.1)
film(torch.randn(2, 3)).abs().sum().backward()
opt.step()
