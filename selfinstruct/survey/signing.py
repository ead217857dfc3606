"""Pages and pictures that tell by themselves whether anybody has changed them since we wrote them."""

import struct
from hashlib import sha256
from pathlib import Path
from zlib import crc32

# The last bytes of any picture; right before them, a text of its kind may stand.
_PNG, _END_OF_PNG = b"\x89PNG", 12


def signed_page(content: bytes) -> bytes:
    """Return a page with a comment at its end that has its digest."""
    return content + b"\n<!-- %s -->\n" % _digest(content)


def signed_picture(content: bytes) -> bytes:
    """Return a picture (PNG) with a text in it that has its digest."""
    text = b"tEXt" + b"selfinstruct\0" + _digest(content)
    chunk = struct.pack(">I", len(text) - 4) + text + struct.pack(">I", crc32(text))
    return content[:-_END_OF_PNG] + chunk + content[-_END_OF_PNG:]


def is_as_written(path: Path) -> bool:
    """Return whether a file is one of these, as we wrote it."""
    written = path.read_bytes()
    if not written.startswith(_PNG):
        return written == signed_page(written.rpartition(b"\n<!-- ")[0])
    size = len(signed_picture(bytes(_END_OF_PNG))) - _END_OF_PNG
    content = written[: -_END_OF_PNG - size] + written[-_END_OF_PNG:]
    return written == signed_picture(content)


def _digest(content: bytes) -> bytes:
    return sha256(content).hexdigest().encode()
