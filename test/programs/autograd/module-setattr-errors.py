import torch
from torch import nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.ones(2))
        self.fc = nn.Linear(2, 2)
        self.register_buffer("buf", torch.zeros(2))
        self.register_parameter("empty", None)


m = M()
tries = [
    ("w", torch.zeros(2)), ("w", 1.0), ("w", m.w * 2), ("empty", torch.zeros(1)), ("fc", 3), ("fc", torch.relu), ("buf", "x"),
    ("buf", torch.ones(5)), ("buf", None), ("fc", None), ("w", None), ("plain", m.empty), ("extra", nn.Parameter(torch.zeros(1))),
]
for name, value in tries:
    try:
        setattr(m, name, value)
        print(name, "set")
    except Exception as error:
        print(name, type(error).__name__, error)
print([n for n, _ in m.named_parameters()], [n for n, _ in m.named_buffers()], list(m.state_dict()))
m.missing
