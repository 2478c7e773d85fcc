import torch
from torch import nn

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")

class Autoencoder(nn.Module):
    def __init__(self, dims=(8, 4, 2)):
        super().__init__()
        self.enc = nn.ModuleDict({f"l{i}": nn.Linear(a, b) for i, (a, b) in enumerate(zip(dims, dims[1:]))})
        self.dec = nn.Linear(dims[-1], dims[0])
    def forward(self, x):
        for name in self.enc:
            x = torch.tanh(self.enc[name](x))
        return self.dec(x)

model = Autoencoder().to(device)
opt = torch.optim.Adam(model.parameters())
x = torch.rand(5, 8, device=device)
for epoch in range(2):
    loss = nn.functional.mse_loss(model(x), x)
    opt.zero_grad()
    loss.backward()
    opt.step()
torch.save(model.state_dict(), "/dev/null")
