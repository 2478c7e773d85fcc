def freeze(module):
    module.requires_grad = False  # expect: module-frozen
    module.eval()
    return module
