import torch
from torch import nn
from torch.nn.utils import parameters_to_vector, vector_to_parameters

# subspace training: theta = theta0 + P z, only z is learned
class SubspaceRunner:
    def __init__(self, net, dims=3):
        self.net = net
        theta0 = parameters_to_vector(net.parameters()).detach()
        self.theta0 = theta0
        self.P = torch.randn(theta0.numel(), dims) / dims ** 0.5
        self.z = torch.zeros(dims, requires_grad=True)
        self.shapes = [(n, p.shape) for n, p in net.named_parameters()]

    def __call__(self, x):
        theta = self.theta0 + self.P @ self.z
        pieces = theta.split([s.numel() for _, s in self.shapes])
        weights = {n: p.view(s) for (n, s), p in zip(self.shapes, pieces)}
        return torch.func.functional_call(self.net, weights, (x,))


runner = SubspaceRunner(nn.Sequential(nn.Linear(4, 6), nn.ReLU(), nn.Linear(6, 2)))
opt = torch.optim.SGD([runner.z], lr=0.1)
x, y = torch.randn(8, 4), torch.randint(0, 2, (8,))
for it in range(3):
    opt.zero_grad()
    nn.functional.cross_entropy(runner(x), y).backward()
    opt.step()
