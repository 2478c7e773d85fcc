import torch
from torch import nn


class Shifted(nn.Module):
    def __init__(self):
        super().__init__()
        self.bias = nn.Parameter(torch.tensor([0.0, 0.5]))
        self.shifted = self.bias + 1

    def forward(self, x):
        return (x + self.shifted).sum()


model = Shifted()
opt = torch.optim.SGD(model.parameters(), lr=0.25)
for epoch in range(4):
    opt.zero_grad()
    loss = model(torch.tensor([1.0, 2.0]))
    loss.backward()
    opt.step()
    print(f"{epoch}: loss={loss.item()} bias={model.bias.tolist()} shifted={model.shifted.tolist()}")
print(model.shifted.grad_fn, model.bias.grad)
