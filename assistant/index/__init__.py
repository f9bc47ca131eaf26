"""The index: a catalogue that is the truth, and two indexes that follow from it."""
