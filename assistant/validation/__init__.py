"""Answers that a documentalist validated or corrected, given first for the same question while their sources stand."""
