import math, torch
from torch import nn
class PositionalEncoding(nn.Module):
    def __init__(self, d, max_len=20):
        super().__init__()
        pe = torch.zeros(max_len, d)
        pos = torch.arange(max_len).unsqueeze(1).float()
        div = torch.exp(torch.arange(0, d, 2).float() * (-math.log(1e4) / d))
        pe[:, 0::2] = torch.sin(pos * div)
        pe[:, 1::2] = torch.cos(pos * div)
        self.register_buffer("pe", pe.unsqueeze(0))
        self.drop = nn.Dropout(0.1)
    def forward(self, x):
        x = x + self.pe[:, :x.size(1)]
        return self.drop(x)
class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.emb, self.pos = nn.Embedding(11, 8), PositionalEncoding(8)
        self.enc = nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 16, batch_first=True), 2)
        self.dec = nn.Linear(8, 11)
        self.dec.weight = self.emb.weight
        self.init()
    def init(self):
        self.emb.weight.data.uniform_(-0.1, 0.1)
        self.dec.bias.data.zero_()
    def forward(self, x):
        mask = nn.Transformer.generate_square_subsequent_mask(x.size(1))
        return self.dec(self.enc(self.pos(self.emb(x) * math.sqrt(8)), mask, is_causal=True))
m = Model(); opt = torch.optim.Adam(m.parameters())
for _ in range(2):
    x = torch.randint(0, 11, (2, 6))
    opt.zero_grad()
    nn.functional.cross_entropy(m(x).transpose(1, 2), x).backward()
    opt.step()
