"""The page of a credential: three readers, one set of criteria, and its place among the others."""

import re

import pytest

from throughline.apps.frameworks import queries as frameworks

pytestmark = pytest.mark.django_db


@pytest.mark.covers("S001-D10.1")
def test_the_page_of_a_credential_speaks_to_its_holder_a_college_and_an_employer_from_the_same_criteria(
    client, meridian
):
    kept = frameworks.catalogue().credentials
    for name, credential in kept.items():
        page = client.get(f"/credentials/{name}/").content.decode()
        for heading in ("For you", "For a college", "For an employer"):
            assert heading in page, name
        texts = [credential.outcomes["en"], credential.onward_study["en"], credential.onward_work["en"]]
        assert all(texts), name
        assert len(set(texts)) == 3, name
        criteria = re.search(r"(?:every|a) holder has shown.*?</dt><dd><ul>(.*?)</ul>", page, re.S)
        awarded = bool(frameworks.rules_for().awardings(name))
        assert bool(criteria) == awarded, name


@pytest.mark.covers("S001-D10.3", "S001-V11")
def test_every_credential_shows_what_it_builds_on_and_what_it_leads_to_and_none_is_dead(client, meridian):
    kept = frameworks.published()
    assert [name for name, stack in kept.stacks.items() if stack.dead] == []
    for name, stack in kept.stacks.items():
        page = client.get(f"/credentials/{name}/").content.decode()
        for ref in (*stack.above, *stack.below):
            assert f"/credentials/{ref.partition(':')[2]}/" in page, (name, ref)
        assert all(name in map(_bare, kept.stacks[_bare(ref)].above) for ref in stack.below)


def _bare(ref):
    return ref.partition(":")[2]
