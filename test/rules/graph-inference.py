"""A tensor made under inference_mode is used where autograd needs it."""
import torch
import torch.nn as nn


def frozen_encoder_bad():
    enc, head = nn.Linear(3, 3), nn.Linear(3, 1)
    with torch.inference_mode():
        h = enc(torch.randn(2, 3))
    head(h).sum().backward()  # expect: graph-inference uses a tensor made under  # raises: Please do not use Tensors created in inference mode


def frozen_encoder_fixed():
    enc, head = nn.Linear(3, 3), nn.Linear(3, 1)
    with torch.no_grad():
        h = enc(torch.randn(2, 3))
    head(h).sum().backward()


def no_grad_instead_ok():
    enc, head = nn.Linear(3, 3), nn.Linear(3, 1)
    with torch.inference_mode():
        seen = enc(torch.randn(2, 3))
    with torch.no_grad():
        h = enc(torch.randn(2, 3))
    head(h).sum().backward()
    print(seen.mean())
