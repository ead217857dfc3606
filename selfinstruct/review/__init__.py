"""The review page: what was kept and what was rejected, looked through by a person in a browser on this machine."""
