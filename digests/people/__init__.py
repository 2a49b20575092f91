"""Names in; identities and dossiers out."""
