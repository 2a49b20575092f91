"""Articles of a story in; verbatim sentences with their spans out; and whether a sentence is grounded.

Pure. Calls ``stories.words`` and ``stories.background`` for terms and how rare they are.
"""
