import torch, torch.nn as nn
def sam_step(model, loss_fn, x, y, base, rho=0.05):
    pred = model(x)
    loss = loss_fn(pred, y)
    loss.backward()
    with torch.no_grad():
        norm = torch.stack([p.grad.norm() for p in model.parameters()]).norm()
        eps = []
        for p in model.parameters():
            e = p.grad * rho / norm
            p.add_(e)
            eps.append(e)
    base.zero_grad()
    loss_fn(pred, y).backward()  # expect: graph-freed  # raises: Trying to backward through the graph a
    with torch.no_grad():
        for p, e in zip(model.parameters(), eps):
            p.sub_(e)
    base.step()
m = nn.Sequential(nn.Linear(3, 6), nn.ReLU(), nn.Linear(6, 1))
sam_step(m, nn.MSELoss(), torch.randn(8, 3), torch.randn(8, 1), torch.optim.SGD(m.parameters(), lr=0.1))
