"""The files that come of a run.

`training_files` are those that every run writes into its folder; `exporting` writes any format anywhere, with what
`selection` leaves of the tasks and, for the folders of the datasets package, a card (`cards`); `hub` uploads such one.
All of them take their `places` when they are whole.
"""
