"""Scoring answers: a corpus is read, questions are played, and each answer is judged against what is expected."""
