"""Packed sequences."""
import torch


def pad_sequence(sequences, batch_first=False, padding_value=0.0, padding_side="right"):
    longest = max(s.size(0) for s in sequences)
    shape = (len(sequences), longest) + tuple(sequences[0].shape[1:])
    out = sequences[0].new_full(shape, padding_value)
    for i, s in enumerate(sequences):
        if padding_side == "right":
            out[i, : s.size(0)] = s
        else:
            out[i, longest - s.size(0) :] = s
    return out if batch_first else out.transpose(0, 1)
