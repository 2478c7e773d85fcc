import torch, torch.nn as nn
class EarlyStopping:
    def __init__(self):
        self.best_score, self.best_state = None, None
    def __call__(self, score, model):
        if self.best_score is None or score < self.best_score:
            self.best_score = score
            self.best_state = model.state_dict()  # expect: module-state-dict
net = nn.Linear(3, 1)
opt = torch.optim.SGD(net.parameters(), lr=0.1)
stopper = EarlyStopping()
for epoch in range(4):
    loss = net(torch.randn(4, 3)).pow(2).mean()
    opt.zero_grad(); loss.backward(); opt.step()
    stopper(loss.item(), net)
net.load_state_dict(stopper.best_state)
