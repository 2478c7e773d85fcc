import torch, torch.nn as nn
torch.manual_seed(0)
cell = nn.GRUCell(3, 6)
readout = nn.Linear(6, 1)
opt = torch.optim.RMSprop([*cell.parameters(), *readout.parameters()], lr=1e-2)
stream = torch.randn(5, 2, 3)
target = torch.randn(5, 2, 1)
hidden = torch.zeros(2, 6)
for t, (x, y) in enumerate(zip(stream, target)):
    hidden = cell(x, hidden)  # expect: inplace-saved
    loss = (readout(hidden) - y).square().mean()
    opt.zero_grad()
    # "Specify retain_graph=True" said the error, so ...
    loss.backward(retain_graph=True)  # raises: modified by an inplace operation
    opt.step()
    print(t, loss.item())
