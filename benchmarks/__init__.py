"""Speed, memory and quality beside named peers, in one run, as ratios. Not part of the tests.

``python -m benchmarks.NAME --help`` says what each measures; peers that are not installed are said to be missing
(``pip install -e .[bench]`` brings them).
"""
