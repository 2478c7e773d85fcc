import torch, torch.nn as nn
import warnings
warnings.simplefilter("ignore")
L = [nn.Linear(2,2), nn.Conv1d(2,2,1), nn.Conv2d(2,2,1), nn.Conv2d(2,2,3,padding="same"), nn.Conv2d(2,2,3,padding=1,padding_mode="reflect"), nn.ConvTranspose2d(2,2,1), nn.BatchNorm1d(2), nn.BatchNorm2d(2), nn.LayerNorm(2), nn.GroupNorm(1,2), nn.InstanceNorm2d(2), nn.ReLU(), nn.ReLU(inplace=True), nn.GELU(), nn.Sigmoid(), nn.Tanh(), nn.SiLU(), nn.LeakyReLU(), nn.ELU(), nn.Softmax(dim=1), nn.LogSoftmax(dim=1), nn.Dropout(), nn.Dropout2d(), nn.MaxPool2d(2), nn.AvgPool2d(2), nn.AdaptiveAvgPool2d(1), nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Unflatten(1,(1,2)), nn.Embedding(2,2), nn.LSTM(2,2), nn.GRU(2,2), nn.RNN(2,2), nn.LSTMCell(2,2), nn.GRUCell(2,2), nn.Identity(), nn.Upsample(scale_factor=2), nn.PixelShuffle(2), nn.ReflectionPad2d(1), nn.ZeroPad2d(1), nn.PReLU(), nn.Hardtanh(), nn.Softplus(), nn.Mish(), nn.RMSNorm(2), nn.TransformerEncoderLayer(2,1), nn.Sequential(nn.Linear(2,2)), nn.Bilinear(2,2,2), nn.MultiheadAttention(2,1), nn.MSELoss(), nn.CrossEntropyLoss(), nn.BCELoss(), nn.BCEWithLogitsLoss(), nn.L1Loss(), nn.SmoothL1Loss(), nn.NLLLoss(), nn.KLDivLoss(), nn.HuberLoss(), nn.Fold((2,2),1), nn.Unfold(1), nn.GLU(), nn.CosineSimilarity(), nn.LPPool2d(2,2), nn.EmbeddingBag(2,2)]
for v in (None, [1., 2.], (torch.ones(1, 2),)):
    for l in L:
        try:
            if isinstance(l, (nn.Bilinear, nn.CosineSimilarity)) or "Loss" in type(l).__name__: r = l(v, torch.ones(2))
            elif isinstance(l, nn.MultiheadAttention): r = l(v, v, v)
            else: r = l(v)
            print(type(l).__name__, r)
        except Exception as e: print(repr(v)[:5], type(l).__name__, type(e).__name__, str(e)[:150].replace("\n", "|"))
