import torch
import torch.nn as nn
SOS, EOS = 0, 1
class Encoder(nn.Module):
    def __init__(self, vocab, hid):
        super().__init__()
        self.hid = hid
        self.emb = nn.Embedding(vocab, hid)
        self.cell = nn.GRUCell(hid, hid)
    def forward(self, src):
        h = torch.zeros(src.size(0), self.hid)
        outs = []
        for t in range(src.size(1)):
            h = self.cell(self.emb(src[:, t]), h)
            outs.append(h)
        return torch.stack(outs, dim=1), h
class Decoder(nn.Module):
    def __init__(self, vocab, hid):
        super().__init__()
        self.emb = nn.Embedding(vocab, hid)
        self.cell = nn.GRUCell(hid, hid)
        self.out = nn.Linear(hid, vocab)
    def step(self, tok, h, enc):
        h = self.cell(self.emb(tok), h)
        score = torch.bmm(enc, h.unsqueeze(2)).squeeze(2)
        w = torch.softmax(score, dim=1)
        ctx = torch.bmm(w.unsqueeze(1), enc).squeeze(1)
        return self.out(h + ctx), h, w
torch.manual_seed(3)
enc, dec = Encoder(6, 4), Decoder(6, 4)
params = list(enc.parameters()) + list(dec.parameters())
opt = torch.optim.RMSprop(params, lr=0.01)
src = torch.tensor([[2, 3, 4, 1], [5, 4, 1, 1]])
tgt = torch.tensor([[4, 3, 2, 1], [4, 5, 1, 1]])
crit = nn.CrossEntropyLoss(ignore_index=-100, label_smoothing=0.1)
for it in range(3):
    enc_out, h = enc(src)
    tok = torch.full((2,), SOS, dtype=torch.long)
    loss = 0
    for t in range(tgt.size(1)):
        logits, h, w = dec.step(tok, h, enc_out)
        loss += crit(logits, tgt[:, t])
        teacher = t % 2 == 0
        tok = tgt[:, t] if teacher else logits.argmax(1).detach()
    opt.zero_grad()
    loss.backward()
    total = torch.norm(torch.stack([p.grad.norm() for p in params]))
    opt.step()
    print(it, loss.item() / tgt.size(1), total)
with torch.no_grad():
    enc_out, h = enc(src[:1])
    tok, result = torch.tensor([SOS]), []
    while len(result) < 5:
        logits, h, _ = dec.step(tok, h, enc_out)
        v, tok = logits.topk(1)
        tok = tok.squeeze(1)
        if tok.item() == EOS:
            break
        result.append(tok.item())
print(result, [tuple(p.shape) for p in dec.parameters()])
