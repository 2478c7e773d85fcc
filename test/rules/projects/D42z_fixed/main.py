import torch
import torch.nn.functional as F

from models import Growing


def train_task(model, opt, classes, steps=2):
    for _ in range(steps):
        opt.zero_grad()
        F.cross_entropy(model(torch.randn(8, 6)), torch.randint(0, classes, (8,))).backward()
        opt.step()


model = Growing()
opt = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
train_task(model, opt, classes=2)
for task in range(2):
    model.grow(2)
    opt = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    train_task(model, opt, classes=4 + 2 * task)
