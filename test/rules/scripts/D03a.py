import torch, torch.nn as nn
rnn = nn.LSTM(3, 4, batch_first=True); head = nn.Linear(4, 1)
opt = torch.optim.AdamW(list(rnn.parameters()) + list(head.parameters()))
state = (torch.zeros(1, 2, 4), torch.zeros(1, 2, 4))
for i in range(5):
    out, state = rnn(torch.randn(2, 6, 3), state)  # expect: inplace-saved
    loss = head(out[:, -1]).pow(2).mean()
    opt.zero_grad()
    loss.backward(retain_graph=True)  # raises: modified by an inplace operation
    opt.step()
