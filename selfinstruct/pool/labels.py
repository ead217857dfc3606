"""What counts as the same label."""


def label(output: str) -> str:
    """Return a label as it is counted: without case, white space and final punctuation."""
    return output.strip().rstrip(".。!！").casefold()
