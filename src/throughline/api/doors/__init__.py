"""Doors that other systems know: the field's own interfaces, each as its standard words it."""
