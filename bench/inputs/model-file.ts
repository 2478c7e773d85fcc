/** A Python file of about so many lines: small models, each with its training step, no two alike in width. */

const GROUP = (n: number): string => {
	const width = 8 + (n % 7) * 4;
	return `class Encoder${n}(nn.Module):
    def __init__(self, features=${width}, hidden=${width * 2}, dropout=0.1):
        super().__init__()
        self.norm = nn.LayerNorm(features)
        self.up = nn.Linear(features, hidden)
        self.down = nn.Linear(hidden, features)
        self.dropout = nn.Dropout(dropout)
        self.scale = nn.Parameter(torch.ones(features))

    def forward(self, x):
        y = self.norm(x)
        y = F.gelu(self.up(y))
        y = self.dropout(self.down(y))
        if self.training:
            y = y * self.scale
        return x + y


class Classifier${n}(nn.Module):
    def __init__(self, features=${width}, depth=${2 + (n % 3)}, classes=10):
        super().__init__()
        self.layers = nn.ModuleList([Encoder${n}(features) for _ in range(depth)])
        self.head = nn.Linear(features, classes)

    def forward(self, x):
        states = []
        for layer in self.layers:
            x = layer(x)
            states.append(x)
        mixed = torch.stack(states).mean(dim=0)
        return self.head(mixed)


def train${n}(steps=3):
    model = Classifier${n}()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
    total = 0.0
    for step in range(steps):
        inputs = torch.randn(16, ${width})
        targets = torch.randint(0, 10, (16,))
        loss = F.cross_entropy(model(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        total += loss.item()
    return total / steps


`;
};

export function modelFile(lines: number): string {
	let text = "import torch\nimport torch.nn.functional as F\nfrom torch import nn\n\n\n";
	for (let n = 0; text.split("\n").length + 54 <= lines + 27; n++) text += GROUP(n);
	return text.trimEnd() + "\n";
}
