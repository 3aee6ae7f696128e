"""SHA-256 without OpenSSL, which takes 4 MB of memory: the first screen does without.

The interpreter has the function built in, as a private module; `random` takes SHA-512 from its neighbour. OpenSSL's is
several times as fast, so that what digests a whole journal takes `hashlib`.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import sha256
else:
    try:
        if sys.version_info >= (3, 12):
            from _sha2 import sha256
        else:
            from _sha256 import sha256
    except ImportError:  # another interpreter, or one built without
        from hashlib import sha256

__all__ = ["sha256"]
