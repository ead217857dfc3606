"""The completion ends inside this instance, and the endpoint does not say that it is whole."""

from selfinstruct.filters import filter_of_cut

FILTER = filter_of_cut("endpoint")
