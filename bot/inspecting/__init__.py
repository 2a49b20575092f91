"""What Downlink reads, shown a record at a time; nothing is stored. Behind ``downlink inspect``.

One file a subject, each a function from a record to what is printed of it; ``records`` reads and
writes JSON Lines, ``pool`` spreads the work. A record that fails becomes an error in its place.
"""
