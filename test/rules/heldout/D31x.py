import torch
from torch import nn

class IntegratedGradients:
    def __init__(self, model, steps=4):
        self.model, self.steps = model, steps
    def attribute(self, x):
        total = torch.zeros_like(x)
        for a in torch.linspace(0, 1, self.steps):
            point = (a * x).requires_grad_()
            out = self.model(point.float().clone().detach().requires_grad_()).sum()  # expect: grad-unused
            total += torch.autograd.grad(out, point)[0] # raises: appears to not have been used in the graph
        return total * x / self.steps

IntegratedGradients(nn.Linear(3, 2)).attribute(torch.rand(1, 3))
