"""The rules of the scheme, pure: they read no clock and no database, and import nothing of ours."""
