import torch
from torch import nn


class Backbone(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(nn.Linear(4, 4), nn.ReLU())
        self.classifier = nn.Linear(4, 10)

    def forward(self, x):
        return self.classifier(self.features(x))


torch.manual_seed(0)
model = Backbone()
for name, param in model.named_parameters():
    if "classifier" not in name:
        param.requires_grad = False
model.classifier = nn.Linear(4, 2)
print(model)
optimizer = torch.optim.Adam(filter(lambda p: p.requires_grad, model.parameters()), lr=0.05)
x, y = torch.randn(8, 4), torch.randint(0, 2, (8,))
for epoch in range(3):
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(model(x), y)
    loss.backward()
    optimizer.step()
    print(epoch, round(loss.item(), 4))
for name, param in model.named_parameters():
    print(name, param.requires_grad, None if param.grad is None else param.grad.shape)
trainable = sum(p.numel() for p in model.parameters() if p.requires_grad)
print(f"{trainable} of {sum(p.numel() for p in model.parameters())} trainable")
