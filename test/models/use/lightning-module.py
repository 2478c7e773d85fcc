"""A LightningModule trained by a plain loop."""
import torch, lightning as L
from torch.utils.data import DataLoader, TensorDataset
class M(L.LightningModule):
    def __init__(self, lr=0.1):
        super().__init__()
        self.save_hyperparameters()
        self.net = torch.nn.Linear(3, 1)
    def training_step(self, batch, i):
        x, y = batch
        return torch.nn.functional.mse_loss(self.net(x), y)
    def configure_optimizers(self):
        return torch.optim.SGD(self.parameters(), lr=self.hparams.lr)
torch.manual_seed(0)
m = M()
print(m.hparams, sum(p.numel() for p in m.parameters()), m.device)
opt = m.configure_optimizers()
for i, b in enumerate(DataLoader(TensorDataset(torch.randn(8, 3), torch.randn(8, 1)), 4)):
    loss = m.training_step(b, i); opt.zero_grad(); loss.backward(); opt.step()
    print(f"{loss.item():.3f}")
