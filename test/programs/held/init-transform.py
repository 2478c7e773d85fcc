import torch
import torch.nn as nn
import torch.nn.functional as F
class Model(nn.Module):
    def __init__(self, n=2):
        super().__init__()
        self.log_scale = nn.Parameter(torch.zeros(n))
        self.rho = nn.Parameter(torch.full((n,), -1.0))
        self.scale = torch.exp(self.log_scale)
        self.params = {"sigma": F.softplus(self.rho), "mix": torch.softmax(self.rho, dim=0)}
    def forward(self, x):
        s = self.scale * x
        return s + self.params["sigma"] * self.params["mix"].sum()
model = Model()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-1)
criterion = nn.MSELoss()
x = torch.tensor([[1.0, 2.0]])
target = torch.tensor([[2.0, 2.0]])
for epoch in range(5):
    prediction = model(x)
    loss = criterion(prediction, target)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(f"epoch {epoch}: {loss.item():.4f} {model.log_scale.tolist()}")
