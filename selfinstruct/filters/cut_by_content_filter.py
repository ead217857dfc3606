"""The endpoint's content filter stopped the completion inside this instance."""

from selfinstruct.filters import filter_of_cut

FILTER = filter_of_cut("content_filter")
