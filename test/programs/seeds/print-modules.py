import torch
from torch import nn

print(nn.Conv2d(3, 6, 5))
print(nn.Conv2d(3, 6, kernel_size=3, stride=2, padding=1, bias=False))
print(nn.Sequential(nn.Conv1d(1, 2, 3, padding="same"), nn.BatchNorm1d(2), nn.LeakyReLU(0.2, inplace=True)))
print(nn.LSTM(3, 4, num_layers=2, batch_first=True, bidirectional=True))
print(nn.Embedding(10, 3, padding_idx=0), nn.Dropout(0.3), nn.LayerNorm(5))
print(nn.ModuleList([nn.Linear(2, 2), nn.Linear(2, 2)]))
print(nn.ModuleDict({"a": nn.ReLU(), "b": nn.Softmax(dim=-1)}))
print(nn.MaxPool2d(2), nn.AvgPool2d(2, 2), nn.Flatten(), nn.Identity(), nn.GELU())
print(nn.CrossEntropyLoss(), nn.MSELoss(reduction="sum"))
print(nn.ConvTranspose2d(4, 2, 4, 2, 1), nn.GroupNorm(2, 4), nn.Bilinear(2, 3, 4))
print(nn.ParameterList([nn.Parameter(torch.zeros(2, 3))]))
print(nn.MultiheadAttention(4, 2))
print(torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1, momentum=0.9))
