import itertools, random, torch
from torch import nn

class Pool:
    def __init__(self, size=4):
        self.size, self.images = size, []
    def query(self, images):
        out = []
        for im in images.detach():
            im = im.unsqueeze(0)
            if len(self.images) < self.size:
                self.images.append(im); out.append(im)
            elif random.random() > 0.5:
                i = random.randrange(self.size)
                out.append(self.images[i].clone()); self.images[i] = im
            else:
                out.append(im)
        return torch.cat(out)

GA, GB = nn.Linear(3, 3), nn.Linear(3, 3)
DA, DB = nn.Linear(3, 1), nn.Linear(3, 1)
og = torch.optim.Adam(itertools.chain(GA.parameters(), GB.parameters()), 2e-4)
od = torch.optim.Adam(itertools.chain(DA.parameters(), DB.parameters()), 2e-4)
pa, pb = Pool(), Pool()
mse, l1 = nn.MSELoss(), nn.L1Loss()

def set_requires_grad(nets, flag):
    for net in nets:
        for p in net.parameters():
            p.requires_grad = flag

for _ in range(3):
    a, b = torch.randn(2, 3), torch.randn(2, 3)
    fb, fa = GA(a), GB(b)
    ra, rb = GB(fb), GA(fa)
    set_requires_grad([DA, DB], False)
    og.zero_grad()
    g = mse(DA(fb), torch.ones(2, 1)) + mse(DB(fa), torch.ones(2, 1)) + 10 * (l1(ra, a) + l1(rb, b))
    g.backward()
    og.step()
    set_requires_grad([DA, DB], True)
    od.zero_grad()
    for D, real, fake in ((DA, b, pb.query(fb)), (DB, a, pa.query(fa))):
        d = 0.5 * (mse(D(real), torch.ones(2, 1)) + mse(D(fake), torch.zeros(2, 1)))
        d.backward()
    od.step()
