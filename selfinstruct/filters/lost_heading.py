"""Two outputs stand under one heading: that of the next task is lost, so the first one may hold a part of it."""

from selfinstruct.filters import filter_of_cut

FILTER = filter_of_cut("lost_heading")
