"""Metrics as pure functions, one family a file, each with its definition and its source."""
