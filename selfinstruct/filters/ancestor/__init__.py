"""The filters of the ancestors, a file for each recipe, so that what they did can be done again (`filters ancestor`).

A module defines `LANGUAGES`, the codes of those that its checks are made for, and `INSTRUCTION` and `INSTANCE`: checks
by reason, as those of `selfinstruct.filters`, in the order in which they are tried.
"""
