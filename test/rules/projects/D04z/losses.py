import torch.nn.functional as F


def bpr(table, users, liked, disliked):
    positive = (table[users] * table[liked]).sum(-1)
    negative = (table[users] * table[disliked]).sum(-1)
    return -F.logsigmoid(positive - negative).mean()
