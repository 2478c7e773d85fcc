import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(7)
X = torch.linspace(-1, 1, 10).unsqueeze(1)
Y = 3 * X - 0.5
loader = DataLoader(TensorDataset(X, Y), batch_size=4, shuffle=True)
model = nn.Linear(1, 1)
opt = torch.optim.SGD(model.parameters(), lr=0.3)
for epoch in range(3):
    running = 0.0
    for xb, yb in loader:
        opt.zero_grad()
        loss = nn.functional.mse_loss(model(xb), yb)
        loss.backward()
        opt.step()
        running += loss.item() * len(xb)
    print(f"epoch {epoch}: {running / len(loader.dataset):.5f}")
print(model.weight.item() > 1, model.bias)
