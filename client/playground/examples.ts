/** Programs to begin with. Each is what somebody might write, and each but the last has a bug. */

export interface Example {
	title: string;
	code: string;
}

export const EXAMPLES: readonly Example[] = [
	{
		title: "The second step raises",
		code: `import torch
from torch import nn


class Scaled(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.linear = nn.Linear(width, 1)
        self.log_temperature = nn.Parameter(torch.zeros(1))
        self.temperature = torch.exp(self.log_temperature)

    def forward(self, x):
        return self.linear(x) / self.temperature


torch.manual_seed(0)
x = torch.randn(8, 3)
y = x.sum(dim=1, keepdim=True)
model = Scaled(3)
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)

for step in range(3):
    optimizer.zero_grad()
    loss = (model(x) - y).pow(2).mean()
    loss.backward()
    optimizer.step()
    print(f"step {step}: loss {loss:.4f}, temperature {model.temperature.item():.4f}")
`,
	},
	{
		title: "Overwritten before backward",
		code: `import torch

w = torch.tensor([0.5, -1.0, 2.0], requires_grad=True)
gate = torch.sigmoid(w)
gate *= 2.0
loss = (gate * w).sum()
loss.backward()
print(w.grad)
`,
	},
	{
		title: "Layers nobody trains",
		code: `import torch
from torch import nn


class Tower(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = [nn.Linear(4, 4) for _ in range(3)]
        self.head = nn.Linear(4, 1)

    def forward(self, x):
        for layer in self.layers:
            x = torch.relu(layer(x))
        return self.head(x)


model = Tower()
print(sum(p.numel() for p in model.parameters()), "parameters")
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
losses = 0
for step in range(10):
    loss = model(torch.randn(16, 4)).pow(2).mean()
    loss.backward()
    optimizer.step()
    losses += loss
`,
	},
	{
		title: "A tensor of tensors",
		code: `import torch

a = torch.tensor(2.0, requires_grad=True)
b = torch.tensor(3.0, requires_grad=True)
both = torch.tensor([a * b, a + b])
both.sum().backward()
`,
	},
	{
		title: "All is well",
		code: `import torch

torch.manual_seed(0)
w = torch.randn(3, requires_grad=True)
y = (w * 2).sigmoid()
print(y)
y.prod().backward()
print(w.grad)
`,
	},
];
