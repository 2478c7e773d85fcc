import torch
from torch import nn

class CharModel(nn.Module):
    def __init__(self, v=12, d=8):
        super().__init__()
        self.emb, self.rnn, self.out = nn.Embedding(v, d), nn.LSTM(d, d, 2), nn.Linear(d, v)
    def forward(self, ids, state):
        y, state = self.rnn(self.emb(ids), state)
        return self.out(y), state
    def start(self, n):
        w = next(self.parameters())
        return w.new_zeros(2, n, 8), w.new_zeros(2, n, 8)

def repackage(h):
    if isinstance(h, torch.Tensor):
        return h.detach()
    return tuple(repackage(v) for v in h)

model, crit = CharModel(), nn.CrossEntropyLoss()
opt = torch.optim.SGD(model.parameters(), 1.0)
text = torch.randint(0, 12, (41, 3))
state = model.start(3)
total = 0.0
for i in range(0, 40, 10):
    state = repackage(state)
    model.zero_grad()
    out, state = model(text[i:i + 10], state)
    loss = crit(out.view(-1, 12), text[i + 1:i + 11].reshape(-1))
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 0.25)
    opt.step()
    total += loss.item()
print(total > 0)
