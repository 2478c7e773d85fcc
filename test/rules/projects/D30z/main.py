import argparse

import torch

from pinn import HeatNet


def parse():
    p = argparse.ArgumentParser()
    p.add_argument("--steps", type=int, default=2)
    p.add_argument("--points", type=int, default=10)
    return p.parse_args([])


def main(args):
    model = HeatNet()
    opt = torch.optim.LBFGS(model.parameters(), max_iter=2)

    def closure():
        opt.zero_grad()
        boundary = model(torch.zeros(args.points), torch.rand(args.points)).square().mean()
        physics = model.residual(torch.rand(args.points), torch.rand(args.points)).square().mean()
        loss = boundary + physics
        loss.backward()  # raises: second time  # expect: graph-freed
        return loss

    for _ in range(args.steps):
        opt.step(closure)
    return model


model = main(parse())
