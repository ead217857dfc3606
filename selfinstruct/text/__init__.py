"""What can be told of a text without knowing what it is for; it imports nothing of ours."""
