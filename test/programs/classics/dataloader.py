import torch
from torch.utils.data import DataLoader, Dataset, Subset, TensorDataset, random_split


class Squares(Dataset):
    def __init__(self, n):
        self.x = torch.arange(float(n))

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        return self.x[i], self.x[i] ** 2


data = Squares(7)
print(len(data), data[3])
for xb, yb in DataLoader(data, batch_size=3):
    print(xb, yb)
torch.manual_seed(0)
loader = DataLoader(data, batch_size=4, shuffle=True, drop_last=True)
for epoch in range(2):
    print(epoch, [x.tolist() for x, _ in loader], len(loader))
tensors = TensorDataset(torch.arange(6.0).view(3, 2), torch.tensor([0, 1, 0]))
print(tensors[1], len(tensors), next(iter(DataLoader(tensors, batch_size=2))))
train, val = random_split(data, [5, 2], generator=torch.Generator().manual_seed(42))
print(train.indices, val.indices, [float(x) for x, _ in val])
print([int(x) for x, _ in Subset(data, [0, 6])])


class Dicts(Dataset):
    def __len__(self):
        return 3

    def __getitem__(self, i):
        return {"id": i, "value": torch.full((2,), float(i)), "name": f"item{i}"}


for batch in DataLoader(Dicts(), batch_size=2):
    print(batch)
