"""What the readers of all steps share: reasoning to leave out, lists, JSON, marker lines, what stands around them."""
