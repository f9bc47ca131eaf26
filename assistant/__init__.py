"""A conversational retrieval assistant for documentation centres, answering in French with checked citations."""

__version__ = "0.1.0"
