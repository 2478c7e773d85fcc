"""An in-place result does not fit the tensor it is written to."""
import torch


def grows_bad():
    x = torch.zeros(3)
    x += torch.ones(2, 3)  # expect: inplace-shape doesn't match the broadcast shape  # raises: t match the broadcast shape


def casts_bad():
    x = torch.zeros(3, dtype=torch.long)
    x += 0.5  # expect: inplace-shape result type Float can't be cast to the  # raises: t be cast to the desired output type Long


def fits_ok():
    x = torch.zeros(3)
    x += torch.ones(1)
    x += 1
    x.add_(torch.ones(3))
