"""Small questions about an actor and a subject. Each gives its reason in words, or nothing."""

from collections.abc import Callable

from throughline.apps.directory.actor import Actor, Subject

Predicate = Callable[[Actor, Subject], str]

ASSESSORS = frozenset({"assessor", "teacher", "workplace_mentor", "registrar"})
"""Roles that assess in every state; `Subject.assessors` adds those a state's own rules name."""
ADVISERS = frozenset({"adviser", "counselor", "navigator"})
LEADERS = frozenset({"principal", "superintendent", "coordinator", "director"})
"""Roles that speak for an organization in what it publishes of itself."""
SPEAKERS = LEADERS | {"registrar", "employer", "sponsor", "board_member"}
"""Roles that bind an organization towards others."""
STAFF = ASSESSORS | ADVISERS | {"principal"}


def anyone(actor: Actor, subject: Subject) -> str:
    """Everyone, signed in or not."""
    return "it is public"


def signed_in(actor: Actor, subject: Subject) -> str:
    """Whoever is signed in."""
    return "you are signed in" if actor.person else ""


def themselves(actor: Actor, subject: Subject) -> str:
    """The learner."""
    return "it is yours" if actor.is_me(subject.learner) else ""


def guardian(actor: Actor, subject: Subject) -> str:
    """The learner's guardian."""
    found = any(h.learner == subject.learner and h.kind == "guardian" for h in actor.helps)
    return f"you are {subject.name}'s guardian" if found else ""


def helper(scope: str) -> Predicate:
    """A helper whom the learner let into this."""

    def let_in(actor: Actor, subject: Subject) -> str:
        kinds = [h.kind for h in actor.helps if h.learner == subject.learner and scope in h.scopes]
        return f"you are {subject.name}'s {kinds[0].replace('_', ' ')}, let into the {scope}" if kinds else ""

    let_in.__name__ = f"helper_with_{scope}"
    let_in.__doc__ = f"A helper whom the learner let into the {scope}."
    return let_in


def any_helper(actor: Actor, subject: Subject) -> str:
    """A helper whom the learner let in, or the guardian."""
    kinds = [h.kind for h in actor.helps if h.learner == subject.learner]
    return f"you are {subject.name}'s {kinds[0].replace('_', ' ')}" if kinds else ""


def was_shown_it(actor: Actor, subject: Subject) -> str:
    """Somebody whom the learner showed it."""
    shown = actor.person is not None and str(actor.person) in subject.shown_to
    return f"{subject.name} showed it to you" if shown else ""


def assesses_where_it_was_shown(actor: Actor, subject: Subject) -> str:
    """An assessor at an organization to which the learner showed it."""
    shared = actor.organizations(*ASSESSORS, *subject.assessors) & subject.shown_to
    return f"{subject.name} showed it to {min(shared)}, where you assess" if shared else ""


def acts_for_who_confirmed_it(actor: Actor, subject: Subject) -> str:
    """Somebody who acts for an organization that confirmed it."""
    shared = (actor.organizations() - actor.organizations("learner")) & subject.confirmed_by
    return f"{min(shared)} confirmed it and you act there" if shared else ""


def assesses_there(actor: Actor, subject: Subject) -> str:
    """An assessor of the organization that was asked."""
    found = subject.organization in actor.organizations(*ASSESSORS, *subject.assessors)
    return f"you assess at {subject.organization}, which was asked" if found else ""


def assesses_where_they_learn(actor: Actor, subject: Subject) -> str:
    """An assessor at an organization where the learner learns."""
    shared = actor.organizations(*ASSESSORS, *subject.assessors) & subject.organizations
    return f"you assess at {min(shared)}, where {subject.name} learns" if shared else ""


def advises_where_they_learn(actor: Actor, subject: Subject) -> str:
    """An adviser at an organization where the learner learns."""
    shared = actor.organizations(*ADVISERS) & subject.organizations
    return f"you advise at {min(shared)}, where {subject.name} learns" if shared else ""


def staff_where_they_learn(actor: Actor, subject: Subject) -> str:
    """Staff at an organization where the learner learns."""
    shared = actor.organizations(*STAFF) & subject.organizations
    return f"you work at {min(shared)}, where {subject.name} learns" if shared else ""


def helps_and_assesses(actor: Actor, subject: Subject) -> str:
    """A helper of the learner who is an assessor."""
    helps = any(h.learner == subject.learner for h in actor.helps)
    return (
        f"you help {subject.name} and assess" if helps and actor.holds(*ASSESSORS, *subject.assessors) else ""
    )


def issues_it(actor: Actor, subject: Subject) -> str:
    """An assessor at an organization that is named as issuer of it."""
    shared = actor.organizations(*ASSESSORS, *subject.assessors) & subject.issuers
    return f"{min(shared)} issues it and you assess there" if shared else ""


def issues_there(actor: Actor, subject: Subject) -> str:
    """An assessor or registrar of the organization."""
    found = subject.organization in actor.organizations(*ASSESSORS, *subject.assessors)
    return f"you assess at {subject.organization}" if found else ""


def registers_there(actor: Actor, subject: Subject) -> str:
    """A registrar of the organization."""
    found = subject.organization in actor.organizations("registrar")
    return f"you are registrar at {subject.organization}" if found else ""


def is_a_judge_of_it(actor: Actor, subject: Subject) -> str:
    """Somebody in one of the roles that its ways name as judges (where none are named, any assessor)."""
    roles = sorted({r.role for r in actor.roles} & (subject.judges or ASSESSORS | subject.assessors))
    return f"{roles[0].replace('_', ' ')}s judge it" if roles else ""


def was_asked_to_judge(actor: Actor, subject: Subject) -> str:
    """Somebody who was asked to judge it, or sits on its panel."""
    return "you were asked to judge it" if actor.person in subject.asked else ""


def was_given_it(actor: Actor, subject: Subject) -> str:
    """Whoever it was given to, or acts for the organization it was given to."""
    if any(actor.is_me(each) for each in subject.asked):
        return "it was given to you"
    acting = frozenset(r.organization for r in actor.roles if r.role != "learner")
    given = bool(subject.organization) and subject.organization in acting
    return f"it was given to {subject.organization}, for which you act" if given else ""


def was_told_it(actor: Actor, subject: Subject) -> str:
    """Whoever was told that it is missing."""
    told = any(actor.is_me(each) for each in subject.asked)
    return "you were told, so that you can give it" if told else ""


def judges_somewhere(actor: Actor, subject: Subject) -> str:
    """Somebody who assesses."""
    return "you assess" if actor.holds(*ASSESSORS, *subject.assessors) else ""


def decides_exceptions(actor: Actor, subject: Subject) -> str:
    """Somebody in a role that may waive this rule (where none is named: a principal or registrar)."""
    roles = sorted({r.role for r in actor.roles} & (subject.judges or {"principal", "registrar"}))
    return f"a {roles[0].replace('_', ' ')} may decide exceptions to it" if roles else ""


def staff_of_it(actor: Actor, subject: Subject) -> str:
    """Staff of the organization."""
    found = subject.organization in actor.organizations(*STAFF)
    return f"you work at {subject.organization}" if found else ""


def leads_it(actor: Actor, subject: Subject) -> str:
    """Somebody who leads the organization."""
    found = subject.organization in actor.organizations(*LEADERS)
    return f"you lead {subject.organization}" if found else ""


def leads_one(actor: Actor, subject: Subject) -> str:
    """Somebody who leads an organization."""
    return "you lead an organization" if actor.holds(*LEADERS) else ""


def speaks_for_it(actor: Actor, subject: Subject) -> str:
    """Somebody in a role that binds the organization towards others."""
    found = subject.organization in actor.organizations(*SPEAKERS)
    return f"you speak for {subject.organization}" if found else ""


def sits_on_it(actor: Actor, subject: Subject) -> str:
    """A member of the governing body."""
    found = subject.organization in actor.organizations("board_member")
    return f"you sit on {subject.organization}" if found else ""


def coordinates(actor: Actor, subject: Subject) -> str:
    """Somebody who brings a region together."""
    return "you bring a region together" if actor.holds("coordinator") else ""


def acts_for_a_side(actor: Actor, subject: Subject) -> str:
    """Somebody who acts for one of the two sides."""
    acting = frozenset(r.organization for r in actor.roles if r.role != "learner")
    shared = acting & subject.issuers
    return f"you act for {min(shared)}" if shared else ""


def acts_for_it(actor: Actor, subject: Subject) -> str:
    """Somebody who acts for the organization, other than as its learner."""
    acting = frozenset(r.organization for r in actor.roles if r.role != "learner")
    return f"you act for {subject.organization}" if subject.organization in acting else ""


def acts_where_it_was_shown(actor: Actor, subject: Subject) -> str:
    """Somebody who acts for an organization to which the learner showed it."""
    shared = (actor.organizations() - actor.organizations("learner")) & subject.shown_to
    return f"{subject.name} showed it to {min(shared)}, for which you act" if shared else ""


def acts_for_one(actor: Actor, subject: Subject) -> str:
    """Somebody who acts for an organization, other than as its learner."""
    return "you act for an organization" if any(r.role != "learner" for r in actor.roles) else ""


def holds_the_link(actor: Actor, subject: Subject) -> str:
    """Whoever has the link that the learner gave out."""
    return "you have the link that the learner gave out" if subject.by_link else ""


def was_let_in(actor: Actor, subject: Subject) -> str:
    """Somebody who acts for an organization that was let in to look."""
    shared = (actor.organizations() - actor.organizations("learner")) & subject.issuers
    return f"{min(shared)}, for which you act, was let in" if shared else ""


def journeyworker(actor: Actor, subject: Subject) -> str:
    """A journeyworker."""
    return "you are a journeyworker" if actor.holds("journeyworker") else ""


def journeyworker_beside(actor: Actor, subject: Subject) -> str:
    """A journeyworker of the employer or of the sponsor."""
    shared = actor.organizations("journeyworker") & subject.issuers
    return f"you are a journeyworker at {min(shared)}" if shared else ""


def learns_there(actor: Actor, subject: Subject) -> str:
    """A learner of the organization."""
    found = subject.organization in actor.organizations("learner")
    return f"you learn at {subject.organization}" if found else ""


def board_member(actor: Actor, subject: Subject) -> str:
    """A member of a governing body."""
    return "you sit on a governing body" if actor.holds("board_member") else ""


def sits_in_it(actor: Actor, subject: Subject) -> str:
    """Whoever holds a seat in the body."""
    seated = any(actor.is_me(each) for each in subject.seated)
    return f"you hold a seat in {subject.name}" if seated else ""


def keeps_its_books(actor: Actor, subject: Subject) -> str:
    """The chair or the clerk of the body."""
    keeper = any(actor.is_me(each) for each in subject.keepers)
    return f"you keep the books of {subject.name}" if keeper else ""


def writes_it(actor: Actor, subject: Subject) -> str:
    """Whoever made the proposal, or writes it with them."""
    return "you write it" if any(actor.is_me(each) for each in subject.asked) else ""


def adviser(actor: Actor, subject: Subject) -> str:
    """An adviser."""
    found = actor.holds(*ADVISERS) or any(h.kind in ("adviser", "mentor") for h in actor.helps)
    return "you advise learners" if found else ""


def helps_anyone(actor: Actor, subject: Subject) -> str:
    """Whoever a learner let in, or who teaches, advises or assesses."""
    return "you help learners" if actor.helps or actor.holds(*STAFF) else ""


def house_itself(actor: Actor, subject: Subject) -> str:
    """The house itself, by a command at its own machine."""
    return "you gave a command at the house's own machine" if actor.house else ""


def operator(actor: Actor, subject: Subject) -> str:
    """The operator of the house."""
    return "you operate this house" if actor.house or actor.holds("operator") else ""
