"""Articles of a story in; verbatim sentences with their spans out; and whether a sentence is grounded. Pure."""
