"""The operator's commands: decode, call, print. Nothing but click is imported until a command runs."""
