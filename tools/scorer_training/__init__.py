"""What ``tools/train_scorer.py`` is made of: its examples, the fit, and the figures it prints."""
