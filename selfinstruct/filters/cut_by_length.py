"""The completion reached its length limit inside this instance.

Self-Instruct throws the whole completion away; only its last item is spoilt.
"""

from selfinstruct.filters import filter_of_cut

FILTER = filter_of_cut("length")
