"""Neither the endpoint nor the completion says where this instance ends: it may be cut, or a heading after it lost."""

from selfinstruct.filters import filter_of_cut

FILTER = filter_of_cut("endpoint")
