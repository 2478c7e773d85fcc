class Config(dict):
    def __getattr__(self, key):
        try:
            return self[key]
        except KeyError:
            raise AttributeError(key) from None

    def __setattr__(self, key, value):
        self[key] = value


class History(list):
    @property
    def best(self):
        return min(self, key=lambda row: row["loss"])


class AverageMeter:
    def __init__(self, name, fmt=":f"):
        self.name, self.fmt = name, fmt
        self.reset()

    def reset(self):
        self.val = self.avg = self.sum = self.count = 0

    def update(self, val, n=1):
        self.val = val
        self.sum += val * n
        self.count += n
        self.avg = self.sum / self.count

    def __str__(self):
        return ("{name} {val" + self.fmt + "} ({avg" + self.fmt + "})").format(**self.__dict__)


cfg = Config(lr=0.1, epochs=3)
cfg.batch = 4
print(cfg, cfg.lr, len(cfg), cfg.get("x", 1), {**cfg})
history, meter = History(), AverageMeter("Loss", ":.3e")
for epoch in range(cfg.epochs):
    meter.reset()
    for i in range(cfg.batch):
        meter.update((epoch - 1) ** 2 + i * 0.25, n=2)
    history.append({"epoch": epoch, "loss": meter.avg})
    print(meter, f"| epoch {epoch + 1}/{cfg.epochs}")
print(history.best, len(history), history[-1], isinstance(history, list))
try:
    cfg.missing
except AttributeError as error:
    print("no", error)
