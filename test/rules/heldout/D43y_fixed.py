import torch
from torch import nn


class EarlyStopping:
    def __init__(self, patience=2):
        self.patience, self.bad = patience, 0
        self.best_score, self.best_weights = float("inf"), None

    def __call__(self, score, model):
        if score < self.best_score:
            self.best_score = score
            self.best_weights = {k: v.detach().clone() for k, v in model.state_dict().items()}
            self.bad = 0
        else:
            self.bad += 1
        return self.bad >= self.patience


model = nn.Linear(3, 1)
opt = torch.optim.SGD(model.parameters(), lr=0.1)
stopper = EarlyStopping()
x_val, y_val = torch.randn(8, 3), torch.randn(8, 1)
first = None
for epoch in range(4):
    x, y = torch.randn(8, 3), torch.randn(8, 1)
    loss = nn.functional.mse_loss(model(x), y)
    opt.zero_grad()
    loss.backward()
    opt.step()
    with torch.no_grad():
        val = nn.functional.mse_loss(model(x_val), y_val).item()
    if stopper(val, model):
        break
model.load_state_dict(stopper.best_weights)
