"""CTDL and CTDL-ASN, the languages of the Credential Registry: files in the shapes they really have, to rows and back."""
