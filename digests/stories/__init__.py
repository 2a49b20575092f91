"""Articles and what is open in; duplicates, stories and ranks out. Pure; what must be remembered comes from the store.

``words`` → ``features`` (kept with each article) → ``index`` (what is open) with ``joins`` (whether an article
belongs to a story) and ``duplicates``; ``rank`` orders stories for a digest and chooses their leads.
"""
