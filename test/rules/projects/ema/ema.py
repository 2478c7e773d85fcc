import copy


class EMA:
    def __init__(self, model, decay=0.99):
        self.decay, self.shadow = decay, None
        self.model = model

    def update(self):
        if self.shadow is None:
            self.shadow = copy.deepcopy(self.model)  # raises: Only Tensors created explicitly by the user
            self.shadow.requires_grad_(False)
