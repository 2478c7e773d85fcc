"""Distributions: cumulative probabilities and their inverses, moments, and divergences between different kinds."""

import torch
from torch.distributions import (
    Beta,
    Exponential,
    Gamma,
    Gumbel,
    HalfNormal,
    Laplace,
    LogNormal,
    Normal,
    Uniform,
    Weibull,
    kl_divergence,
)

location = torch.tensor([0.5, -1.0], requires_grad=True)
laplace = Laplace(location, 2.0)
print(laplace.cdf(torch.tensor(0.25)), laplace.icdf(torch.tensor(0.3)))
half = HalfNormal(torch.tensor(2.0))
print(half, half.mean, half.mode, half.variance, half.stddev, half.entropy())
print(half.cdf(torch.tensor(0.5)), half.icdf(torch.tensor(0.25)))
for d in (LogNormal(0.0, 1.0), Weibull(1.0, 2.0), Gumbel(0.0, 1.0)):
    print(type(d).__name__, d.cdf(torch.tensor(0.5)), d.icdf(torch.tensor(0.25)))
for p, q in (
    (half, HalfNormal(1.0)),
    (Normal(0.0, 1.0), Laplace(0.3, 2.0)),
    (Uniform(0.0, 1.0), Normal(0.5, 2.0)),
    (Exponential(2.0), Normal(0.5, 2.0)),
    (Gumbel(0.0, 1.0), Gumbel(1.0, 2.0)),
    (Normal(0.0, 1.0), Gamma(1.0, 1.0)),
    (Laplace(0.0, 1.0), Exponential(1.0)),
    (Exponential(1.0), Uniform(0.0, 1.0)),
    (Gamma(1.0, 1.0), Beta(1.0, 1.0)),
):
    print(type(p).__name__, type(q).__name__, kl_divergence(p, q))
kl_divergence(laplace, Laplace(0.0, 1.0)).sum().backward()
print(location.grad)
try:
    Normal(0.0, 1.0).enumerate_support()
except NotImplementedError as error:
    print("not a finite support", error)
