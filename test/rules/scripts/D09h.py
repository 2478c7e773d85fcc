import torch
from torch import nn
model = nn.Linear(3, 2)
criterion = nn.BCELoss()
for epoch in range(2):
    logits = model(torch.randn(4, 3))
    preds = (torch.sigmoid(logits) > 0.5).float()  # expect: grad-no-graph
    loss = criterion(preds, torch.ones(4, 2))
    loss.backward()  # raises: element 0 of tensors does not require
