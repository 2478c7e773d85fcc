import torch
from torch import nn

class TwoTower(nn.Module):
    def __init__(self, d=4):
        super().__init__()
        self.user, self.item = nn.EmbeddingBag(10, d), nn.EmbeddingBag(10, d)
        self.cache = {}
    def item_vec(self, ids):
        key = tuple(ids.flatten().tolist())
        if key not in self.cache:
            with torch.no_grad():
                self.cache[key] = self.item(ids)  # expect: optimizer-no-gradient
        return self.cache[key]
    def forward(self, u, i):
        return (self.user(u) * self.item_vec(i)).sum(-1)

model = TwoTower()
opt = torch.optim.Adam(model.parameters())
u, i = torch.randint(0, 10, (3, 2)), torch.randint(0, 10, (3, 2))
for _ in range(2):
    loss = nn.functional.binary_cross_entropy_with_logits(model(u, i), torch.ones(3))
    opt.zero_grad(); loss.backward(); opt.step()
