"""What every room may use: values, settings, errors, the wire format, where seeds and prompts lie."""
