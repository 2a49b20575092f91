"""What ``benchmarks.faults`` is made of: workers that are killed, platforms that fail, databases that go away."""
