"""How well passages are found: each system asked the questions of retrieval sets, alone and in one pool.

``sets`` reads, ``indexing`` makes the index, ``systems`` rank, ``scoring`` judges a ranking, ``figures`` sums up,
``run`` does it all, and ``text`` shows it.
"""
