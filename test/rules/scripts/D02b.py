import torch
from torch import nn

def train(cell, readout, batches):
    optimizer = torch.optim.SGD(list(cell.parameters()) + list(readout.parameters()), lr=0.01)
    hx, cx = torch.zeros(2, 5), torch.zeros(2, 5)
    for x, y in batches:
        optimizer.zero_grad()
        hx, cx = cell(x, (hx, cx))  # expect: graph-freed
        loss = nn.functional.mse_loss(readout(hx), y)
        loss.backward()  # raises: Trying to backward through the graph a
        optimizer.step()

if __name__ != "":
    train(nn.LSTMCell(3, 5), nn.Linear(5, 1), [(torch.randn(2, 3), torch.randn(2, 1)) for _ in range(3)])
