import torch
from torch import nn


class Plain(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = [nn.Linear(2, 2) for _ in range(3)]
        self.scale = torch.ones(1, requires_grad=True)
        self.double = nn.Parameter(torch.ones(2)).double()
        self.same = nn.Parameter(torch.ones(2)).to("cpu")
        local_layer = nn.Linear(5, 5)

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x * self.scale


class Listed(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(2, 2) for _ in range(3)])
        self.extra = nn.ModuleDict({"a": nn.ReLU(), "b": nn.Linear(2, 1)})
        self.ps = nn.ParameterDict({"t": nn.Parameter(torch.zeros(1))})

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return self.extra["b"](self.extra["a"](x)) * self.ps["t"]


print([n for n, _ in Plain().named_parameters()])
listed = Listed()
print(listed, [n for n, _ in listed.named_parameters()])
print(listed(torch.ones(1, 2)).shape, list(listed.extra.keys()), "a" in listed.extra, len(listed.layers))
listed.layers.append(nn.Linear(2, 2))
print(len(listed.layers), listed.layers[-1])


class Bare(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = [nn.Linear(2, 2)]


torch.optim.SGD(Bare().parameters(), lr=0.1)
