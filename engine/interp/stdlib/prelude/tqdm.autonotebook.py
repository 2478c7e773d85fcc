"""The same bars under another name."""
__import__("_rest").unknown()
from tqdm import tqdm, trange
