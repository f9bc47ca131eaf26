"""The reports of a run: one HTML page that holds everything, with no script and no outside resource.

``answers``, ``retrieval`` and ``comparison`` each make one page from a run; ``french`` and ``words`` are what they say,
``charts`` what they draw, ``page`` the templates.
"""
