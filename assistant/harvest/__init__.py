"""Harvesting a portal by OAI-PMH 2.0 into a folder that is then ingested like any other."""
