"""The bodies of HTTP answers, as long as they are no longer than one can be."""

from collections.abc import AsyncIterator

from selfinstruct.core.errors import Unavailable

# In bytes. A completion of a million tokens has some 5 MB; 300 KB of gzip may unpack to a thousand times as much.
_LARGEST = 16 * 2**20


async def read_within_limit(pieces: AsyncIterator[bytes]) -> bytes:
    """Return the body that comes in pieces; `Unavailable` if it is larger than an answer can be."""
    parts, size = [], 0
    async for piece in pieces:
        size += len(piece)
        if size > _LARGEST:
            said = f"an answer of more than {_LARGEST >> 20} MiB, unpacked"
            raise Unavailable(said, cause="connection broken", perhaps_billed=True)
        parts.append(piece)
    return b"".join(parts)
