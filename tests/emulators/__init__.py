"""Both platforms on loopback, refusing what the real ones would; see README.md. Taken in as they are, but for imports."""
