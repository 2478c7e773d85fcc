import torch
import torch.nn.functional as F

class TripletTrainer:
    def __init__(self, encoder, margin=0.2):
        self.encoder = encoder
        self.margin = margin
        self.optim = torch.optim.Adam(encoder.parameters(), lr=1e-3)
    def embed(self, x):
        return F.normalize(self.encoder(x), dim=-1)
    def training_step(self, a, p, n):
        ea, ep, en = map(self.embed, (a, p, n))
        loss = F.relu((ea - ep).pow(2).sum(-1) - (ea - en).pow(2).sum(-1) + self.margin).mean()
        self.optim.zero_grad()
        loss.backward()
        self.optim.step()
        return loss.item()

enc = torch.nn.Linear(5, 3)
tr = TripletTrainer(enc)
for _ in range(2):
    tr.training_step(*torch.randn(3, 4, 5))
