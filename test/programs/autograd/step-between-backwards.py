import torch
from torch import nn


def attempt(model, x):
    opt = torch.optim.SGD(model.parameters(), lr=0.1)
    loss = model(x).sum()
    loss.backward(retain_graph=True)
    opt.step()
    try:
        loss.backward()
        print(type(model).__name__, "accepted")
    except RuntimeError as error:
        text = str(error)
        print(type(model).__name__, text[text.index("["):text.index(". Hint")])


torch.manual_seed(0)
attempt(nn.Linear(2, 2), torch.ones(1, 2))
attempt(nn.Sequential(nn.Linear(2, 3), nn.Linear(3, 1)), torch.ones(1, 2))
attempt(nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1)), torch.ones(1, 2))
attempt(nn.Conv1d(1, 1, 2), torch.ones(1, 1, 3))
attempt(nn.LayerNorm(2), torch.tensor([[1.0, 2.0]]))
attempt(nn.BatchNorm1d(2), torch.tensor([[1.0, 2.0], [3.0, 5.0]]))
attempt(nn.Embedding(3, 2), torch.tensor([0, 1]))
attempt(nn.PReLU(), torch.tensor([-1.0, 2.0]))
attempt(nn.Bilinear(1, 1, 1), torch.ones(1, 1)) if False else None
