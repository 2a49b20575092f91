"""Articles of a story in; verbatim sentences with their spans out; and whether a sentence is grounded.

Pure, but for ``generative`` and its client, which ask a language model. Calls ``stories.words`` and
``stories.background`` for terms and how rare they are.
"""
