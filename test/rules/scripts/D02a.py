import torch
import torch.nn as nn

class Tracker(nn.Module):
    def __init__(self):
        super(Tracker, self).__init__()
        self.gru = nn.GRU(4, 8)
        self.fc = nn.Linear(8, 2)
        self.memory = {}
    def forward(self, seq, key):
        h = self.memory.get(key)
        out, h = self.gru(seq, h)  # expect: graph-freed
        self.memory[key] = h
        return self.fc(out[-1])

model = Tracker()
optimizer = torch.optim.Adam(model.parameters())
criterion = nn.MSELoss()
for frame in range(4):
    y = model(torch.randn(3, 1, 4), "car")
    loss = criterion(y, torch.zeros(1, 2))
    optimizer.zero_grad()
    loss.backward()  # raises: Trying to backward through the graph a
    optimizer.step()
