import torch
from torch import nn

torch.manual_seed(0)
mha = nn.MultiheadAttention(4, 2, batch_first=True)
x = torch.randn(1, 3, 4)
out, weights = mha(x, x, x)
print(out, weights)
out.sum().backward()
print(mha.in_proj_bias.grad)
print([(n, tuple(p.shape)) for n, p in mha.named_parameters()])
layer = nn.TransformerEncoderLayer(4, 2, dim_feedforward=8, dropout=0.0, batch_first=True)
print(layer)
y = layer(x)
print(y.shape, y.requires_grad)
y.mean().backward()
print(f"{layer.linear1.weight.grad.norm():.4f}")
