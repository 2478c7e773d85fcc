"""The same bars under another name."""
from tqdm import tqdm, trange
