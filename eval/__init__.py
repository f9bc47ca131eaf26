"""The evaluation harness: how well passages are found and questions answered, with intervals, in one command.

``cli`` parses and shows; ``retrieval`` and ``answers`` make a run; ``metrics`` and ``statistics`` are pure functions;
``runs`` is what a run leaves on disk, which ``compare``, ``gate`` and ``report`` read.
"""
