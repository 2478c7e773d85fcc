import torch
from torch import nn
def fit(model, batches):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for x, y in batches:
        loss = nn.functional.mse_loss(model(x), y)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        model.zero_grad()  # expect: optimizer-order
        optimizer.step()
fit(nn.Linear(3, 1), [(torch.randn(4, 3), torch.randn(4, 1)) for _ in range(2)])
