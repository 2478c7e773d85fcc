import torch
from torch import nn


class Callback:
    def before_backward(self, run): ...
    def after_backward(self, run): ...
    def after_step(self, run): ...


class ZeroGrad(Callback):
    def after_step(self, run):
        run.opt.zero_grad()


class Meter(Callback):
    def __init__(self):
        self.seen = []

    def after_step(self, run):
        self.seen.append(run.loss.item())


class Runner:
    def __init__(self, model, opt, crit, callbacks):
        self.model, self.opt, self.crit, self.callbacks = model, opt, crit, callbacks

    def fire(self, event):
        for cb in self.callbacks:
            getattr(cb, event)(self)

    def fit(self, data, epochs=2):
        for _ in range(epochs):
            for x, y in data:
                self.loss = self.crit(self.model(x), y)
                self.fire("before_backward")
                self.loss.backward()
                self.fire("after_backward")
                self.opt.step()
                self.fire("after_step")


torch.manual_seed(0)
model = nn.Linear(3, 1)
start = model.weight.detach().clone()
meter = Meter()
Runner(model, torch.optim.SGD(model.parameters(), 0.1), nn.MSELoss(), [ZeroGrad(), meter]).fit([(torch.randn(4, 3), torch.randn(4, 1))])
