"""The files that come of a run.

`training_files` are those that every run writes into its folder; `exporting` writes any format anywhere: from the tasks
of a run (`source`) what `selection` leaves, beside it where each record comes from (`provenance`) and, for the folders
of the datasets package, a card (`cards`); `hub` uploads such one. All of them take their `places` when they are whole.
"""
