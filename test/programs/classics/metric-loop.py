import torch
from torch import nn


class AverageMeter:
    def __init__(self):
        self.sum = self.count = 0

    def update(self, value, n=1):
        self.sum += value * n
        self.count += n

    @property
    def avg(self):
        return self.sum / max(self.count, 1)


def evaluate(model, batches, criterion):
    model.eval()
    losses, correct, total = AverageMeter(), 0, 0
    with torch.no_grad():
        for x, y in batches:
            out = model(x)
            losses.update(criterion(out, y).item(), len(y))
            correct += (out.max(1)[1] == y).sum().item()
            total += y.size(0)
    return losses.avg, correct / total


torch.manual_seed(0)
batches = [(torch.randn(4, 3), torch.randint(0, 2, (4,))) for _ in range(3)]
model = nn.Sequential(nn.Linear(3, 6), nn.BatchNorm1d(6), nn.ReLU(), nn.Dropout(0.2), nn.Linear(6, 2))
criterion, optimizer = nn.CrossEntropyLoss(), torch.optim.AdamW(model.parameters(), lr=0.05, weight_decay=0.1)
for epoch in range(3):
    model.train()
    for x, y in batches:
        optimizer.zero_grad(set_to_none=True)
        loss = criterion(model(x), y)
        loss.backward()
        grad_norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)
        optimizer.step()
    loss, acc = evaluate(model, batches, criterion)
    print(f"Epoch [{epoch + 1}/3] val_loss={loss:.4f} val_acc={acc:.3f} grad_norm={grad_norm:.3f}")
confusion = torch.zeros(2, 2, dtype=torch.long)
for x, y in batches:
    for t, p in zip(y, model(x).argmax(1)):
        confusion[t, p] += 1
print(confusion.sum(), confusion.dtype)
