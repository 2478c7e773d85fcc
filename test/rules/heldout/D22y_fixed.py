import torch
import torch.nn as nn

device = "cpu"
# textual inversion: learn one extra word vector
table = nn.Embedding(30, 8)
table.requires_grad_(False)
text_tower = nn.GRU(8, 8, batch_first=True).requires_grad_(False)

new_word = (torch.randn(1, 8) * table.weight.std()).requires_grad_()
optimizer = torch.optim.AdamW([{"params": [new_word], "lr": 5e-3}], weight_decay=0.0)

ids = torch.tensor([[1, 5, 9]])
goal = torch.randn(1, 8)
for step in range(3):
    words = torch.cat([table(ids), new_word[None]], dim=1)
    _, state = text_tower(words)
    loss = 1 - torch.cosine_similarity(state[0], goal).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
