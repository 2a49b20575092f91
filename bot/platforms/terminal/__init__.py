"""The bot at a prompt: for trying it, and for operators. Needs no account."""
