import torch, torch.nn as nn
class Net(nn.Module):
    def __init__(self, classes=10):
        super().__init__()
        self.features = nn.Sequential(nn.Linear(4, 8), nn.ReLU())
        self.classifier = nn.Linear(8, classes)
    def forward(self, x):
        return self.classifier(self.features(x))
def adapt(model, n):
    model.classifier = nn.Linear(model.classifier.in_features, n)  # expect: optimizer-late
    return model
model = Net()
optimizer = torch.optim.Adam(model.parameters())
model = adapt(model, 3)
for _ in range(2):
    loss = nn.functional.cross_entropy(model(torch.randn(5, 4)), torch.randint(0, 3, (5,)))
    optimizer.zero_grad(); loss.backward(); optimizer.step()
