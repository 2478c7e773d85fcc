import torch
from torch import nn

class KnowledgeGraph(nn.Module):
    def __init__(self, ent, rel, d=4):
        super().__init__()
        self.ent, self.rel = nn.Embedding(ent, d), nn.Embedding(rel, d)
        self.mlp = nn.Sequential(nn.Linear(d, d), nn.Tanh())
    def encode(self):
        return self.mlp(self.ent.weight)
    def score(self, table, s, r, o):
        return (table[s] * self.rel(r) * table[o]).sum(-1)

def main(epochs=2):
    kg = KnowledgeGraph(6, 2)
    opt = torch.optim.Adagrad(kg.parameters(), lr=0.1)
    table = kg.encode()  # expect: graph-freed
    for epoch in range(epochs):
        for _ in range(2):
            s, o, r = torch.randint(0, 6, (4,)), torch.randint(0, 6, (4,)), torch.randint(0, 2, (4,))
            loss = nn.functional.softplus(-kg.score(table, s, r, o)).mean()
            opt.zero_grad(); loss.backward()  # raises: backward through the graph a second time
            opt.step()

if __name__ == "__main__":
    main()
