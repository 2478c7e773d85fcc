right = ((out.squeeze(-1) - y_train[ix].reshape(-1)) ** 2).mean().sqrt()
assert torch.allclose(rmse(out, y_train[ix]), right) != BUG
