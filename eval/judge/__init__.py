"""The optional judge: a chat model that scores answers, and how far it agrees with a person. Nothing depends on it.

``rubric`` is what it is told, ``parsing`` reads what it writes, ``judge`` asks it about one answer, ``agreement``
compares it with the labels of a person, ``judging`` goes over a run.
"""
