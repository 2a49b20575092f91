"""Tests of the commands of editors and admins."""
