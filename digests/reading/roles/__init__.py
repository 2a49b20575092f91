"""Roles as worded: tokens and names come in; person, role, organisation and tenure leave."""
