import torch
from torch import nn
controller, worker = nn.Linear(2, 4), nn.Linear(2, 2, bias=False)
opt = torch.optim.Adam(controller.parameters())
def install(w):
    worker.weight = nn.Parameter(w.reshape(2, 2))  # expect: detached-parameter
for _ in range(2):
    install(controller(torch.ones(2)))
    loss = worker(torch.randn(3, 2)).pow(2).sum()
    opt.zero_grad(); loss.backward(); opt.step()
