import torch
from torch import nn

try:
    from transformers import BertModel
except ImportError:
    BertModel = None


class Classifier(nn.Module):
    def __init__(self, hidden, classes):
        super().__init__()
        self.body = nn.Linear(hidden, hidden)
        self.classifier = nn.Linear(hidden, classes)

    def forward(self, x):
        return self.classifier(torch.tanh(self.body(x)))


torch.manual_seed(0)
model = Classifier(4, 2)
for name, param in model.named_parameters():
    if "classifier" not in name:
        param.requires_grad = False
print({n: p.requires_grad for n, p in model.named_parameters()})
loss = nn.CrossEntropyLoss()(model(torch.randn(3, 4)), torch.tensor([0, 1, 1]))
loss.backward()
print(f"{loss:.4f}", model.body.weight.grad, model.classifier.bias.grad)
