"""The operator's commands: decode, call, print. Nothing here decides, or imports more than click until a command runs."""
