import torch
import torch.nn as nn
import torch.nn.functional as F


class MLP(nn.Module):
    def __init__(self, sizes, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = self.dropout(F.relu(layer(x)))
        return self.layers[-1](x)


def accuracy(logits, labels):
    return (logits.argmax(dim=1) == labels).float().mean().item()


torch.manual_seed(0)
model = MLP([4, 8, 8, 3])
print(model)
print(f"parameters: {sum(p.numel() for p in model.parameters() if p.requires_grad):,}")
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
x, y = torch.randn(12, 4), torch.randint(0, 3, (12,))
for epoch in range(1, 21):
    model.train()
    optimizer.zero_grad()
    logits = model(x)
    loss = F.cross_entropy(logits, y)
    loss.backward()
    optimizer.step()
    if epoch % 5 == 0:
        model.eval()
        with torch.no_grad():
            print(f"epoch {epoch:3d} | loss {loss.item():.4f} | acc {accuracy(model(x), y):.2%}")
print(logits[:2])
