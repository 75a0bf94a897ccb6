"""Signed tokens: JWS, VC-JWT, SD-JWT, and the holder's proof of a key."""
