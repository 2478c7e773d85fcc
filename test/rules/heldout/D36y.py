import torch
import torch.nn as nn

class AverageMeter(object):
    """Computes and stores the average and current value"""
    def __init__(self, name):
        self.name = name
        self.reset()
    def reset(self):
        self.val = 0
        self.avg = 0
        self.sum = 0
        self.count = 0
    def update(self, val, n=1):
        self.val = val
        self.sum += val * n  # expect: graph-leak
        self.count += n
        self.avg = self.sum / self.count

def train(loader, model, criterion, optimizer, epoch):
    losses = AverageMeter('Loss')
    model.train()
    for i, (images, target) in enumerate(loader):
        output = model(images)
        loss = criterion(output, target)
        losses.update(loss, images.size(0))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses.avg

model = nn.Sequential(nn.Linear(5, 5), nn.ReLU(), nn.Linear(5, 3))
loader = [(torch.randn(4, 5), torch.randint(0, 3, (4,))) for _ in range(3)]
avg = train(loader, model, nn.CrossEntropyLoss(), torch.optim.SGD(model.parameters(), 0.1), 0)
