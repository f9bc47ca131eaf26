"""The evaluation harness: datasets, metrics, statistics, runner, report. It has no command yet."""
