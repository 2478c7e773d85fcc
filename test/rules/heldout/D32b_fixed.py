import torch
from torch import nn

class Module:
    def validation_step(self, net, x):
        x = x.requires_grad_(True)
        y = net(x)
        return torch.autograd.grad(y.sum(), x)[0].norm()

def run_validation(task, net, loader):
    net.eval()
    return [task.validation_step(net, x) for x in loader]

run_validation(Module(), nn.Linear(2, 1), [torch.randn(3, 2)])
