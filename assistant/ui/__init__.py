"""The chat page: Gradio lays it out, plain functions write its HTML, the assistant answers.

* ``texts``: what the page says, in French
* ``session``: what one browser's conversation holds
* ``filters``: the filter fields read into ``Filters``
* ``search_state``, ``search_tab``: what the search tab holds, and its layout
* ``views``, ``viewer``, ``corpus_view``, ``listing_view``, ``search_view``, ``views_links``: HTML from data; every text
  that comes from a document is escaped
* ``handlers``: what a click or a question does
* ``page.css``, ``page.js``, ``assets``, ``theme``: the look and the script of the page
* ``server``: what the web server refuses, adds and forgets
* ``app``: the layout, and ``launch``
"""
