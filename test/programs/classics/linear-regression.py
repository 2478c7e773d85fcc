import torch
from torch import nn

torch.manual_seed(42)
true_w, true_b = torch.tensor([2.0, -3.4]), 4.2
X = torch.normal(0, 1, (20, 2))
y = X @ true_w + true_b
y = y + torch.normal(0, 0.01, y.shape)
net = nn.Sequential(nn.Linear(2, 1))
net[0].weight.data.normal_(0, 0.01)
net[0].bias.data.fill_(0)
loss_fn = nn.MSELoss()
trainer = torch.optim.SGD(net.parameters(), lr=0.1)
for epoch in range(5):
    for i in range(0, 20, 5):
        l = loss_fn(net(X[i:i + 5]).squeeze(-1), y[i:i + 5])
        trainer.zero_grad()
        l.backward()
        trainer.step()
    with torch.no_grad():
        print(f"epoch {epoch + 1}, loss {loss_fn(net(X).squeeze(-1), y):f}")
w, b = net[0].weight.data, net[0].bias.data
print("error in w:", true_w - w.reshape(true_w.shape))
print("error in b:", true_b - b)
