import torch
from torch import nn

def prune_layer(layer, keep):
    idx = layer.weight.abs().sum(1).topk(keep).indices
    layer.weight = nn.Parameter(layer.weight.detach()[idx])
    layer.bias = nn.Parameter(layer.bias.detach()[idx])
    layer.out_features = keep
    return layer

net = nn.Sequential(nn.Linear(4, 8), nn.ReLU())
prune_layer(net[0], 4)
