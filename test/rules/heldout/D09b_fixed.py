import torch
from torch import nn

class Trainer:
    def __init__(self, net, train, val):
        self.net, self.train_set, self.val_set = net, train, val
        self.opt = torch.optim.Adam(net.parameters())
    def validate(self):
        self.net.eval()
        torch.set_grad_enabled(False)
        total = 0.
        for x, y in self.val_set:
            total += nn.functional.mse_loss(self.net(x), y).item()
        torch.set_grad_enabled(True)
        self.net.train()
        return total / len(self.val_set)
    def fit(self, epochs):
        for epoch in range(epochs):
            for x, y in self.train_set:
                loss = nn.functional.mse_loss(self.net(x), y)
                self.opt.zero_grad()
                loss.backward()
                self.opt.step()
            print(epoch, self.validate())

mk = lambda: [(torch.randn(4, 3), torch.randn(4, 1)) for _ in range(2)]
Trainer(nn.Linear(3, 1), mk(), mk()).fit(2)
