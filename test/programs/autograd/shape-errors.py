import torch
from torch import nn

x = torch.ones(2, 3)
calls = {
    "matmul": lambda: x @ x, "add": lambda: x + torch.ones(2), "linear": lambda: nn.Linear(4, 1)(x), "view": lambda: x.view(4),
    "view stride": lambda: x.t().view(6), "cat": lambda: torch.cat([x, torch.ones(2, 2)]), "stack": lambda: torch.stack([x, torch.ones(2)]),
    "dim": lambda: x.sum(2), "index": lambda: x[2], "too many": lambda: x[0, 0, 0], "expand": lambda: x.expand(2, 4), "mask": lambda: x[torch.tensor([True])],
    "setitem": lambda: x.__setitem__(0, torch.ones(2)), "conv": lambda: nn.Conv2d(3, 1, 1)(torch.ones(1, 2, 2, 2)), "reshape": lambda: x.reshape(-1, 4),
    "bmm": lambda: torch.bmm(x, x), "dot": lambda: torch.dot(x[0], torch.ones(2)), "cross_entropy": lambda: nn.CrossEntropyLoss()(x, torch.tensor([0, 1, 1])),
    "embedding": lambda: nn.Embedding(2, 2)(torch.tensor([2])), "embedding float": lambda: nn.Embedding(2, 2)(torch.tensor([0.5])),
    "layer_norm": lambda: nn.LayerNorm(2)(x), "squeeze": lambda: x.squeeze(5), "permute": lambda: x.permute(0, 1, 2), "unsqueeze": lambda: x.unsqueeze(4),
    "chunk": lambda: [c.shape for c in x.chunk(2, 1)], "split": lambda: x.split([1, 2]), "transpose": lambda: x.transpose(0, 3), "gather": lambda: x.gather(1, torch.tensor([[5]])),
    "batch_norm": lambda: nn.BatchNorm1d(3)(torch.ones(1, 3)), "target": lambda: nn.CrossEntropyLoss()(x, torch.tensor([0, 7])), "mv": lambda: x @ torch.ones(2),
}
for name, call in calls.items():
    try:
        print(name, call())
    except Exception as error:
        print(name, type(error).__name__, error)
