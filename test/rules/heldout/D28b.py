import torch
from torch import nn
import numpy as np

def plot_batch(outputs, labels):
    preds = outputs.cpu().numpy() # raises: Can't call numpy\(\) on Tensor that requires grad  # expect: detached-numpy
    return np.abs(preds - labels.numpy()).mean()

model = nn.Linear(3, 1)
opt = torch.optim.SGD(model.parameters(), lr=1e-2)
for epoch in range(2):
    x, y = torch.randn(4, 3), torch.randn(4, 1)
    out = model(x)
    loss = nn.functional.l1_loss(out, y)
    opt.zero_grad(); loss.backward(); opt.step()
    print(epoch, plot_batch(out, y))
