import torch
from torch import nn


class CharModel(nn.Module):
    def __init__(self, vocab, hidden):
        super().__init__()
        self.embed = nn.Embedding(vocab, 4)
        self.lstm = nn.LSTM(4, hidden, batch_first=True)
        self.fc = nn.Linear(hidden, vocab)

    def forward(self, ids, state=None):
        out, state = self.lstm(self.embed(ids), state)
        return self.fc(out), state


torch.manual_seed(0)
model = CharModel(6, 5)
opt = torch.optim.Adam(model.parameters(), lr=0.05)
state = None
for window in range(3):
    ids = torch.randint(0, 6, (2, 5))
    logits, state = model(ids[:, :-1], state)
    loss = nn.functional.cross_entropy(logits.reshape(-1, 6), ids[:, 1:].reshape(-1))
    opt.zero_grad()
    loss.backward()
    opt.step()
    state = tuple(s.detach() for s in state)
    print(window, f"{loss:.4f}", state[0].shape, state[0].requires_grad)
