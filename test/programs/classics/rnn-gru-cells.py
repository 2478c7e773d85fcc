import torch
from torch import nn

torch.manual_seed(0)
x = torch.randn(2, 3, 4)
for layer in (nn.RNN(4, 2, batch_first=True), nn.GRU(4, 2, batch_first=True), nn.LSTM(4, 2, batch_first=True)):
    out, state = layer(x)
    print(type(layer).__name__, out.shape, out[:, -1])
    out.sum().backward()
    print(layer.weight_hh_l0.grad)
cell = nn.LSTMCell(4, 2)
h, c = torch.zeros(2, 2), torch.zeros(2, 2)
for t in range(3):
    h, c = cell(x[:, t], (h, c))
print(h, c)
gru = nn.GRUCell(4, 2)
h = gru(x[:, 0])
print(h)
h.sum().backward()
print(gru.bias_hh.grad)
