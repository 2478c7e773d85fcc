import torch
from torch import nn

model = nn.Linear(2, 2)
for p in model.parameters():
    p.requires_grad = False
print([p.requires_grad for p in model.parameters()])
loss = model(torch.ones(1, 2)).sum()
print(loss.requires_grad, loss.grad_fn)
loss.backward()
