"""Ends in a TypeError that the default collate raises while a loader is iterated; a sampler and a generator are involved."""
import torch
from torch.utils.data import DataLoader, Dataset, SequentialSampler


class Ragged(Dataset):
    def __init__(self, n):
        self.items = [torch.arange(i + 1) for i in range(n)]

    def __len__(self):
        return len(self.items)

    def __getitem__(self, i):
        assert isinstance(i, int), f"bad index {i!r}"
        return self.items[i], {"length": len(self.items[i])}


def batches(loader):
    for i, (x, meta) in enumerate(loader):
        yield i, x, meta["length"]


data = Ragged(4)
print(len(data), data[2])
try:
    data["1"]
except AssertionError as e:
    print("AssertionError:", e)
pad = lambda b: (torch.nn.utils.rnn.pad_sequence([x for x, _ in b], batch_first=True, padding_value=-1), {"length": [m["length"] for _, m in b]})
for i, x, n in batches(DataLoader(data, batch_size=2, collate_fn=pad)):
    print(i, x.tolist(), n)
for i, x, n in batches(DataLoader(data, batch_size=2, sampler=SequentialSampler(data))):
    print(i, x, n)
