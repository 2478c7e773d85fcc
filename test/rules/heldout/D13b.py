import torch
from torch import nn
import torch.nn.functional as F

class ClassifierWithLabelEmbeddings(nn.Module):
    def __init__(self, labels=3, dim=5):
        super().__init__()
        self.label_table = nn.Embedding(labels, dim)
        self.text = nn.Linear(7, dim)
        self.register_buffer("proto", F.normalize(self.label_table(torch.arange(labels)), dim=-1))  # expect: graph-freed
    def forward(self, x):
        return F.normalize(self.text(x), dim=-1) @ self.proto.t()

def run(epochs=2):
    net = ClassifierWithLabelEmbeddings()
    opt = torch.optim.Adam(net.parameters(), lr=1e-2)
    for e in range(epochs):
        for _ in range(2):
            x, t = torch.randn(4, 7), torch.tensor([0, 1, 2, 0])
            loss = F.cross_entropy(net(x), t)
            opt.zero_grad()
            loss.backward()  # raises: backward through the graph a second time
            opt.step()
run()
