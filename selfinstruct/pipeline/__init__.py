"""The loop: keeps requests in flight until the pool holds the target number of accepted tasks.

`loop` asks what `schedule` chooses, in requests that `jobs` makes, no larger than `sizes` allows; `settling` decides
what follows from the answers. `plan` says beforehand what that will take.
"""
