"""D31: autograd.grad with respect to something the loss does not use."""
import copy
import torch
import torch.nn as nn


def copied_bad():
    x = torch.randn(3, requires_grad=True)
    xx = x.clone()
    y = (x ** 2).sum()
    g, = torch.autograd.grad(y, xx)  # expect: grad-unused  # raises: The differentiated Tensor at index 0
    print(g)


def copied_ok():
    x = torch.randn(3, requires_grad=True)
    xx = x.clone()
    y = (xx ** 2).sum()
    g, = torch.autograd.grad(y, xx)
    print(g.shape)


class MetaLearner:
    def __init__(self):
        self.net = nn.Linear(3, 1)

    def adapt(self, x):
        clone = copy.deepcopy(self.net)
        loss = self.net(x).pow(2).mean()
        return torch.autograd.grad(loss, list(clone.parameters()), create_graph=True)  # expect: grad-unused  # raises: The differentiated Tensor at index 0


def meta_bad():
    MetaLearner().adapt(torch.randn(4, 3))


def features_bad():
    enc, head = nn.Linear(3, 2), nn.Linear(2, 1)
    with torch.no_grad():
        z = enc(torch.randn(4, 3))  # expect: grad-unused
    loss = head(z).mean()
    grads = torch.autograd.grad(loss, list(enc.parameters()) + list(head.parameters()))  # raises: The differentiated Tensor at index 0
    print(len(grads))


def no_grad_input_bad():
    net = nn.Linear(3, 1)
    x = torch.randn(4, 3)
    g, = torch.autograd.grad(net(x).sum(), x)  # expect: grad-unused  # raises: One of the differentiated Tensors does
    print(g)


def allowed_ok():
    a, b = torch.randn(2, requires_grad=True), torch.randn(2, requires_grad=True)
    ga, gb = torch.autograd.grad((a * 2).sum(), [a, b], allow_unused=True)
    print(ga, gb is None)
