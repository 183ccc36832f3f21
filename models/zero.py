"""ZeroGPU: a Space's GPU that is lent for a moment, in a process of its own, to a function that asks for it.

https://huggingface.co/docs/hub/spaces-zerogpu. Elsewhere nothing of this is used, and the ``spaces``
package, which a Space brings along, is not needed.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

_LOG = logging.getLogger(__name__)
_SECONDS = 10  # asked for at a time; what is not used is given back

Forward = Callable[[npt.NDArray[np.int64], npt.NDArray[np.int64]], npt.NDArray[np.float32]]
"""Token ids and attention mask, both of shape (texts, tokens), to the model's output."""


def available() -> bool:
    """Whether this runs on a ZeroGPU Space, by the variable that the Space sets."""
    return os.environ.get("SPACES_ZERO_GPU", "").lower() in ("1", "t", "true")


def borrow(load: Callable[[], Forward]) -> Forward | None:
    """Give a forward that borrows the GPU for each call; None where none can be borrowed.

    A call runs in a process forked from this one, so that only its arrays travel; it fails when no GPU is to be had.

    Parameters
    ----------
    load : callable
        Loads the model. Called once, now: ZeroGPU wants models on "cuda", and the functions that use them known,
        before the page is served.
    """
    try:
        import spaces  # before torch, whose "cuda" it makes a stand-in that is packed up for the forked process

        lent: Forward = spaces.GPU(duration=_SECONDS)(load())
    except Exception as error:
        _LOG.warning("no GPU can be borrowed: %s", error)
        return None
    return lent
