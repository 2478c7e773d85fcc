assert (model.out.weight is not model.embed.weight) == BUG
