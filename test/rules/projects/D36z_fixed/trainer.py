from meters import Average


class Trainer:
    def __init__(self, model, optimizer, criterion):
        self.model, self.optimizer, self.criterion = model, optimizer, criterion
        self.meter = Average()

    def epoch(self, batches):
        self.meter.reset()
        for x, y in batches:
            loss = self.criterion(self.model(x), y)
            self.optimizer.zero_grad()
            loss.backward()
            self.optimizer.step()
            self.meter.update(loss.item(), len(x))
        return self.meter.value
