import torch
from torch import nn
from torch.nn.utils import vector_to_parameters, parameters_to_vector

class SubspaceNet:
    """train in a random d-dimensional subspace (intrinsic dimension)"""
    def __init__(self, net, d):
        self.net = net
        self.theta0 = parameters_to_vector(net.parameters()).detach()
        self.P = torch.randn(self.theta0.numel(), d) / d ** 0.5
        self.z = torch.zeros(d, requires_grad=True)
    def loss(self, x, y):
        vector_to_parameters(self.theta0 + self.P @ self.z, self.net.parameters())  # expect: detached-data
        return nn.functional.mse_loss(self.net(x), y)

sub = SubspaceNet(nn.Sequential(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 1)), 4)
opt = torch.optim.SGD([sub.z], lr=0.1)
for _ in range(2):
    l = sub.loss(torch.randn(6, 3), torch.randn(6, 1))
    opt.zero_grad()
    l.backward()
    opt.step()
