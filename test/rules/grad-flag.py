"""Requires_grad is changed where PyTorch refuses it."""
import torch
import torch.nn as nn


def computed_tensor_bad():
    y = torch.randn(3, requires_grad=True) * 2
    y.requires_grad = False  # raises: If you want to use a computed variable in  # expect: grad-flag its flag follows from its inputs


def computed_tensor_fixed():
    y = torch.randn(3, requires_grad=True) * 2
    y = y.detach()


def attack_loop_bad():
    net = nn.Linear(3, 1)
    img = torch.randn(1, 3)
    for _ in range(2):
        img.requires_grad = True  # raises: you can only change requires_grad flags of leaf variables  # expect: grad-flag its flag follows from its inputs
        net(img).sum().backward()
        img = img + 0.1 * img.grad.sign()


def attack_loop_fixed():
    net = nn.Linear(3, 1)
    img = torch.randn(1, 3)
    for _ in range(2):
        img.requires_grad = True
        net(img).sum().backward()
        img = (img + 0.1 * img.grad.sign()).detach()


def flags_on_leaves_ok():
    x = torch.randn(3)
    x.requires_grad = True
    y = (x * 2).detach()
    y.requires_grad_()
    y.requires_grad = False
