"""Adversarial patch: a small picture is optimised so that a frozen classifier says 'toaster'."""
import argparse

import torch
from torch import nn


def load_classifier() -> nn.Module:
    net = nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4, 10))
    return net.eval().requires_grad_(False)


def paste(scene: torch.Tensor, patch: torch.Tensor) -> torch.Tensor:
    s = patch.shape[-1]
    top = torch.cat([patch, scene[:, :s, s:]], dim=2)
    return torch.cat([top, scene[:, s:]], dim=1)


def main(args: argparse.Namespace) -> torch.Tensor:
    net = load_classifier()
    patch = torch.rand(3, args.size, args.size, requires_grad=True).mul(0.5).add(0.25)
    opt = torch.optim.Adam([patch], lr=args.lr) # raises: can't optimize a non-leaf Tensor  # expect: optimizer-params
    for _ in range(args.steps):
        logits = net(paste(torch.rand(3, 12, 12), patch)[None])
        loss = nn.functional.cross_entropy(logits, torch.tensor([args.target]))
        opt.zero_grad()
        loss.backward()
        opt.step()
    return patch


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", type=int, default=4)
    parser.add_argument("--steps", type=int, default=2)
    parser.add_argument("--target", type=int, default=7)
    parser.add_argument("--lr", type=float, default=0.01)
    main(parser.parse_args([]))
