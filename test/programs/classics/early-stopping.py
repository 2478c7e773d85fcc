import copy
import torch
from torch import nn


class EarlyStopping:
    def __init__(self, patience=2, delta=0.0):
        self.patience, self.delta = patience, delta
        self.best, self.count, self.stop = None, 0, False

    def __call__(self, loss):
        if self.best is None or loss < self.best - self.delta:
            self.best, self.count = loss, 0
            return True
        self.count += 1
        print(f"EarlyStopping counter: {self.count} out of {self.patience}")
        self.stop = self.count >= self.patience
        return False


torch.manual_seed(0)
model = nn.Linear(1, 1)
opt = torch.optim.SGD(model.parameters(), lr=1.1)
x, y = torch.ones(2, 1), torch.zeros(2, 1)
stopper, best_state = EarlyStopping(), None
for epoch in range(20):
    opt.zero_grad()
    loss = nn.functional.mse_loss(model(x), y)
    loss.backward()
    opt.step()
    if stopper(loss.item()):
        best_state = copy.deepcopy(model.state_dict())
    if stopper.stop:
        print("stopped at", epoch)
        break
model.load_state_dict(best_state)
print(f"{nn.functional.mse_loss(model(x), y).item():.4f}", stopper.count)
