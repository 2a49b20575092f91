"""Articles and what is open in; duplicates, similarity, clusters and ranks out. Pure; what must be remembered comes from the store."""
