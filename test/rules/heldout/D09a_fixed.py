import torch
import torch.nn as nn

class Segmenter(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 4, 3, padding=1)
        self.conv2 = nn.Conv2d(4, 2, 1)
    def forward(self, x):
        return self.conv2(torch.relu(self.conv1(x)))

def dice_loss(logits, target, eps=1.):
    pred = logits.softmax(dim=1)[:, 1]
    inter = (pred * target).sum().float()
    union = pred.sum() + target.sum()
    return 1 - (2 * inter + eps) / (union + eps)

def train_one_epoch(model, loader, optimizer):
    model.train()
    running = 0.0
    for images, masks in loader:
        optimizer.zero_grad()
        loss = dice_loss(model(images), masks)
        loss.backward()
        optimizer.step()
        running += loss.item()
    return running / len(loader)

model = Segmenter()
data = [(torch.randn(2, 1, 6, 6), torch.randint(0, 2, (2, 6, 6)))]
train_one_epoch(model, data, torch.optim.SGD(model.parameters(), 0.01))
