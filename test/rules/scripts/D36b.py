import torch, torch.nn as nn
def train(model, opt, loader):
    history = {"loss": [], "acc": []}
    for x, y in loader:
        out = model(x)
        loss = nn.functional.cross_entropy(out, y)
        opt.zero_grad(); loss.backward(); opt.step()
        history["loss"].append(loss)  # expect: graph-leak
        history["acc"].append((out.argmax(1) == y).float().mean())
    return history
net = nn.Linear(3, 2)
train(net, torch.optim.Adam(net.parameters()), [(torch.randn(4, 3), torch.tensor([0, 1, 0, 1])) for _ in range(8)])
