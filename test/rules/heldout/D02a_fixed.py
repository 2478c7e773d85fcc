import torch
import torch.nn as nn

class CharLM(nn.Module):
    def __init__(self, vocab=20, emb=8, hid=16, layers=2):
        super().__init__()
        self.emb = nn.Embedding(vocab, emb)
        self.lstm = nn.LSTM(emb, hid, layers, batch_first=True)
        self.out = nn.Linear(hid, vocab)
        self.hid, self.layers = hid, layers
    def forward(self, tok, state):
        y, state = self.lstm(self.emb(tok), state)
        return self.out(y), state
    def init_state(self, bs):
        return (torch.zeros(self.layers, bs, self.hid), torch.zeros(self.layers, bs, self.hid))

def batches(data, bs, seq):
    for i in range(0, data.size(1) - seq, seq):
        yield data[:, i:i + seq], data[:, i + 1:i + seq + 1]

model = CharLM()
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), 1e-3)
text = torch.randint(0, 20, (4, 41))
for epoch in range(2):
    state = model.init_state(4)
    for xb, yb in batches(text, 4, 10):
        optimizer.zero_grad()
        logits, state = model(xb, tuple(s.detach() for s in state))
        loss = criterion(logits.reshape(-1, 20), yb.reshape(-1))
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
