import torch, torch.nn as nn
lstm = nn.LSTM(3, 4, num_layers=2)
out, (h, c) = lstm(torch.randn(5, 1, 3))
for layer in h:
    layer.detach_()  # expect: detached-inplace  # raises: Can't detach views in-place\. Use detach\(\)
