import torch
from torch import nn
torch.manual_seed(0)

class EarlyStopping:
    def __init__(self, patience=2):
        self.best, self.patience, self.bad, self.weights = float("inf"), patience, 0, None
    def __call__(self, val, model):
        if val < self.best:
            self.best, self.bad = val, 0
            self.weights = {k: v.clone() for k, v in model.state_dict().items()}
        else:
            self.bad += 1
        return self.bad > self.patience

model = nn.Linear(2, 1)
opt = torch.optim.SGD(model.parameters(), lr=0.5)
stop = EarlyStopping()
w_at_best = model.weight.detach().clone()
for epoch, val in enumerate([0.3, 0.9, 0.8, 0.7, 0.6]):
    if stop(val, model):
        break
    opt.zero_grad()
    (model(torch.randn(4, 2)) - 1).pow(2).mean().backward()
    opt.step()
model.load_state_dict(stop.weights)
