import torch
from torch import nn

class Learner:
    def __init__(self, model, loss_fn, opt):
        self.model, self.loss_fn, self.opt = model, loss_fn, opt
    def one_batch(self, xb, yb):
        self.loss = self.loss_fn(self.model(xb), yb)
        self.loss.backward()
        self.opt.step()
        self.opt.zero_grad()
    def fit(self, n, dl):
        for epoch in range(n):
            self.model.train()
            for xb, yb in dl:
                self.one_batch(xb, yb)
            print(epoch, self.loss.item())

model = nn.Linear(4, 3)
learner = Learner(model, nn.CrossEntropyLoss(), torch.optim.SGD(model.parameters(), lr=0.05))
learner.fit(2, [(torch.randn(8, 4), torch.randint(0, 3, (8,))) for _ in range(3)])
