"""The chat page: Gradio lays it out, plain functions write its HTML, the assistant answers.

* ``texts``: what the page says, in French
* ``session``: what one browser's conversation holds
* ``filters``: the filter fields read into ``Filters``
* ``views``, ``viewer``, ``corpus_view``: HTML from data; every text that comes from a document is escaped
* ``handlers``: what a click or a question does
* ``page.css``, ``page.js``, ``assets``, ``theme``: the look and the script of the page
* ``server``: what the web server refuses, adds and forgets
* ``app``: the layout, and ``launch``
"""
