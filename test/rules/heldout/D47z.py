"""Knowledge-graph embedding: all entities score against a query, the query looked up afterwards with a norm limit."""
import torch
from torch import nn


class TransE(nn.Module):
    def __init__(self, entities=9, relations=3, dim=4):
        super().__init__()
        self.entity = nn.Embedding(entities, dim, max_norm=1.0)
        self.relation = nn.Embedding(relations, dim)

    def forward(self, head, relation):
        everything = self.entity.weight.sigmoid()
        table = self.entity.weight @ torch.eye(4)
        scale = (self.entity.weight * self.entity.weight).sum(1)
        query = self.entity(head) + self.relation(relation)  # expect: inplace-saved
        return query @ table.t() - scale + 0 * everything.sum()


model = TransE()
with torch.no_grad():
    model.entity.weight.mul_(5)
opt = torch.optim.Adagrad(model.parameters())
head, relation, tail = torch.tensor([0, 4]), torch.tensor([1, 2]), torch.tensor([3, 8])
loss = nn.functional.cross_entropy(model(head, relation), tail)
opt.zero_grad()
loss.backward()  # raises: modified by an inplace operation
opt.step()
