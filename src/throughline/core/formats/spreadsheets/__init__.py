"""Frameworks as spreadsheets: workbooks and CSV in the OpenSALT layout, and other tables with a mapping of their columns."""
