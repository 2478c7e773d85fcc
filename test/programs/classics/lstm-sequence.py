import torch
from torch import nn


class Tagger(nn.Module):
    def __init__(self, vocab, dim, hidden, tags):
        super().__init__()
        self.embed = nn.Embedding(vocab, dim, padding_idx=0)
        self.lstm = nn.LSTM(dim, hidden, num_layers=2, bidirectional=True, batch_first=True)
        self.out = nn.Linear(2 * hidden, tags)

    def forward(self, ids):
        h, (hn, cn) = self.lstm(self.embed(ids))
        return self.out(h), hn, cn


torch.manual_seed(0)
model = Tagger(7, 3, 4, 2)
print(model)
ids = torch.tensor([[1, 2, 3, 0], [4, 5, 6, 1]])
logits, hn, cn = model(ids)
print(logits.shape, hn.shape, cn.shape)
print(logits)
loss = nn.functional.cross_entropy(logits.view(-1, 2), torch.tensor([0, 1, 0, 1, 1, 1, 0, 0]))
loss.backward()
print(f"{loss:.4f}")
print(model.embed.weight.grad[0], model.embed.weight[0])
print([n for n, _ in model.lstm.named_parameters()])
print(f"{model.lstm.weight_ih_l0.grad.abs().sum():.4f}")
