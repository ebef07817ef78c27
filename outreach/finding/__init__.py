"""
Finding workplaces: one filter, read from an address, and one query behind every view of it.

The list, its counts, the export and the map all ask `rows.found`, so that they agree. What can be
filtered by is a table of facets (`facets.py`); a layer above adds its own when it starts, as it
does with kinds of lists that are taken in, so that what is due can be filtered here while imports
still point down only.
"""
