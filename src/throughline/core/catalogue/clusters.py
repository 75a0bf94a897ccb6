"""Which career clusters of today an earlier one went into."""

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Cluster, Pathway


def successors(cluster: str, catalogue: Catalogue) -> tuple[Cluster, ...]:
    """The clusters that name this one (by id or by any of its titles) under `formerly`, in the catalogue's order;
    the cluster itself where none does and it is published; nothing where nobody knows it."""
    known = catalogue.clusters.get(cluster)
    names = {cluster, *(known.title.values() if known else ())}
    found = tuple(each for each in catalogue.clusters.values() if names & set(each.formerly))
    return found or ((known,) if known else ())


def clusters_now(pathway: Pathway, catalogue: Catalogue) -> tuple[Cluster, ...]:
    """The clusters of today that a pathway may stand in, one or more where its own was split up."""
    return successors(pathway.cluster, catalogue)
