"""People, who helps whom, organizations, roles, and the one table of permissions."""
