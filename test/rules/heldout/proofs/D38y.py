assert any(p.requires_grad for p in Classifier().backbone.parameters()) == BUG
