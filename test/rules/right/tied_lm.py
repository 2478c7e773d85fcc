import math, torch
from torch import nn

class Lm(nn.Module):
    def __init__(self, v=20, d=8):
        super().__init__()
        self.transformer = nn.ModuleDict(dict(wte=nn.Embedding(v, d), wpe=nn.Embedding(16, d), h=nn.ModuleList([nn.TransformerEncoderLayer(d, 2, 16, 0.0, batch_first=True) for _ in range(2)]), ln_f=nn.LayerNorm(d)))
        self.lm_head = nn.Linear(d, v, bias=False)
        self.transformer.wte.weight = self.lm_head.weight
        self.register_buffer("mask", torch.full((16, 16), -math.inf).triu(1))
        self.apply(self._init)
        for n, p in self.named_parameters():
            if n.endswith("linear2.weight"):
                nn.init.normal_(p, mean=0.0, std=0.02 / math.sqrt(4))
    def _init(self, m):
        if isinstance(m, nn.Linear):
            nn.init.normal_(m.weight, std=0.02)
            if m.bias is not None:
                nn.init.zeros_(m.bias)
        elif isinstance(m, nn.Embedding):
            nn.init.normal_(m.weight, std=0.02)
    def forward(self, idx, targets=None):
        t = idx.shape[1]
        x = self.transformer.wte(idx) + self.transformer.wpe(torch.arange(t))
        for block in self.transformer.h:
            x = block(x, src_mask=self.mask[:t, :t])
        x = self.transformer.ln_f(x)
        if targets is None:
            return self.lm_head(x[:, [-1]]), None
        logits = self.lm_head(x)
        return logits, nn.functional.cross_entropy(logits.view(-1, logits.size(-1)), targets.view(-1), ignore_index=-1)
    @torch.no_grad()
    def generate(self, idx, n):
        for _ in range(n):
            logits, _ = self(idx)
            logits = logits[:, -1] / 0.8
            v, _ = torch.topk(logits, 5)
            logits[logits < v[:, [-1]]] = -float("inf")
            idx = torch.cat((idx, torch.multinomial(logits.softmax(-1), 1)), dim=1)
        return idx

lm = Lm()
decay = [p for p in lm.parameters() if p.dim() >= 2]
rest = [p for p in lm.parameters() if p.dim() < 2]
opt = torch.optim.AdamW([{"params": decay, "weight_decay": 0.1}, {"params": rest, "weight_decay": 0.0}], lr=1e-3)
for _ in range(2):
    ids = torch.randint(0, 20, (2, 9))
    _, loss = lm(ids[:, :-1], ids[:, 1:].contiguous())
    opt.zero_grad(set_to_none=True); loss.backward(); opt.step()
print(lm.generate(torch.zeros(1, 1, dtype=torch.long), 3).shape)
