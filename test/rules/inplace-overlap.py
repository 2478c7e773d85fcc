"""Expanded or overlapping memory is written in place."""
import torch


def expanded_bad():
    b = torch.ones(1, 1).expand(4, 5)
    b += 1  # expect: inplace-overlap writes memory that several elements share  # raises: more than one element of the written-to tensor refers


def expanded_fixed():
    b = torch.ones(1, 1).expand(4, 5).clone()
    b += 1


def clone_of_expand_ok():
    b = torch.ones(1, 1).expand(4, 5).clone()
    b += 1
