"""Reads of the registry: what anybody may see (the permission `registry.read` of the policy)."""
