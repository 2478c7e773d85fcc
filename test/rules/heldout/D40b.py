import torch
from torch import nn

def prune_layer(layer, keep):
    idx = layer.weight.abs().sum(1).topk(keep).indices
    layer.weight = layer.weight[idx] # raises: cannot assign 'torch.FloatTensor' as parameter 'weight'  # expect: module-assign
    layer.bias = layer.bias[idx]
    layer.out_features = keep
    return layer

net = nn.Sequential(nn.Linear(4, 8), nn.ReLU())
prune_layer(net[0], 4)
