"""Adds characters to a trained model."""
import torch
from torch import nn


def extend(model, extra):
    old = model.embed.weight
    fresh = torch.randn(extra, old.shape[1]) * 0.02
    model.embed.weight = nn.Parameter(torch.cat([old.detach(), fresh]))  # expect: module-untied
    model.out.weight = nn.Parameter(torch.cat([old.detach(), fresh]))
    model.embed.num_embeddings = model.out.out_features = len(model.embed.weight)
    return model
