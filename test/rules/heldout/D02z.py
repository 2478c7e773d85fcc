"""Streaming keyword spotting: the acoustic model keeps its state between chunks of one recording."""
from typing import Iterator

import torch
import torch.nn as nn
import torch.nn.functional as F


def chunks(seconds: int) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    for _ in range(seconds):
        yield torch.randn(3, 10, 5), torch.randint(0, 4, (3,))


class StreamingSpotter(nn.Module):
    def __init__(self):
        super().__init__()
        self.front = nn.Linear(5, 6)
        self.lstm = nn.LSTM(6, 8, batch_first=True)
        self.head = nn.Linear(8, 4)
        self.memory = None

    def start(self):
        self.memory = None
        return self

    def forward(self, chunk):
        frames = F.relu(self.front(chunk))
        out, self.memory = self.lstm(frames, self.memory)  # expect: graph-freed
        return self.head(out[:, -1])


spotter = StreamingSpotter()
sgd = torch.optim.SGD(spotter.parameters(), lr=0.05)
spotter.start()
for chunk, word in chunks(4):
    sgd.zero_grad(set_to_none=True)
    F.cross_entropy(spotter(chunk), word).backward()  # raises: second time
    sgd.step()
