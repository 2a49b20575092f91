"""Direct quotations: a paragraph's marks and tokens come in, verbatim spans with speaker and cue leave."""
