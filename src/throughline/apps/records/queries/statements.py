"""Reads: whether an organization of this house signed a statement."""

from throughline.apps.records.queries.issuers import methods_of
from throughline.core.credentials.tokens.jws import TokenCheck, check_jws, read_jws


def check_statement(organization: str, token: str) -> TokenCheck:
    """Whether one of an organization's own keys signed this token. Two queries."""
    return check_jws(read_jws(token), methods_of(organization))
