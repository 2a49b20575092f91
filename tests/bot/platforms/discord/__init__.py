"""Discord, against the emulator and by itself."""
