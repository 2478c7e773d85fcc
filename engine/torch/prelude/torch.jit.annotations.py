"""torch.jit.annotations: types that scripts are annotated with."""
from typing import Any, Dict, List, Optional, Tuple

__import__("_rest").unknown()
