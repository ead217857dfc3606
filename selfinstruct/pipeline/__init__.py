"""The loop: keeps requests in flight until the pool holds the target number of accepted tasks.

`run.Run` asks what `schedule` chooses and `jobs` makes a request of, no larger than `sizes` allows; `plan` tells
beforehand what that is going to be.
"""
