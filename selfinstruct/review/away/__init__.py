"""A review that is done elsewhere: a page or a sheet to send, and what comes back read in as decisions."""
