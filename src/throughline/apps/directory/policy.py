"""The one table of permissions: each an OR of ANDs of small predicates. What is not in the table is denied."""

from throughline.apps.directory import predicates as p
from throughline.apps.directory.actor import NOBODY, Actor, Decision, Refused, Subject
from throughline.apps.directory.predicates import Predicate

TABLE: dict[str, tuple[tuple[Predicate, ...], ...]] = {
    # what a state published, and the log of it
    "catalogue.read": ((p.anyone,),),
    "catalogue.publish": ((p.operator,),),
    "catalogue.add": ((p.acts_for_it,), (p.operator,)),
    "log.read": ((p.anyone,),),
    # what people work as, from the publishers' own files
    "occupation.read": ((p.anyone,),),
    "occupations.load": ((p.operator,),),
    # documents of the field's formats, as others published them
    "registry.read": ((p.anyone,),),
    "registry.keep": ((p.operator,), (p.board_member,)),
    "import.run": ((p.operator,), (p.board_member,)),
    # which items of two frameworks are aligned, and what follows from it for the state's rules
    "alignment.read": ((p.anyone,),),
    "alignment.claim": ((p.acts_for_one,),),
    "alignment.review": ((p.judges_somewhere,), (p.board_member,)),
    "alignment.certify": ((p.board_member,),),
    "equivalence.settle": ((p.board_member,),),
    # people
    "directory.manage": ((p.operator,),),
    # the operator's own powers: one asks, another answers
    "operator.ask": ((p.operator,),),
    "operator.answer": ((p.operator,),),
    "operator.read": ((p.anyone,),),
    "person.enrol": ((p.operator,), (p.staff_of_it,)),
    "language.keep": ((p.signed_in,),),
    "relation.grant": ((p.themselves,), (p.guardian,)),
    "relation.assign": ((p.operator,), (p.staff_where_they_learn,)),
    "relation.revoke": ((p.themselves,),),
    "relations.read": ((p.themselves,), (p.guardian,)),
    # the record
    "record.read": ((p.themselves,), (p.helper("record"),)),
    "progress.read": (
        (p.themselves,),
        (p.helper("progress"),),
        (p.helper("record"),),
        (p.house_itself,),
    ),
    "attempts.read": ((p.themselves,), (p.assesses_where_they_learn, p.is_a_judge_of_it)),
    "record.attest": (
        (p.assesses_where_they_learn, p.is_a_judge_of_it),
        (p.helps_and_assesses, p.is_a_judge_of_it),
        (p.issues_it,),
        (p.was_asked_to_judge, p.is_a_judge_of_it),
    ),
    # work handed in and judged
    "submission.make": ((p.themselves,),),
    "submission.read": (
        (p.themselves,),
        (p.assesses_where_they_learn, p.is_a_judge_of_it),
        (p.helps_and_assesses, p.is_a_judge_of_it),
        (p.was_asked_to_judge, p.is_a_judge_of_it),
    ),
    "submission.judge": (
        (p.assesses_where_they_learn, p.is_a_judge_of_it),
        (p.helps_and_assesses, p.is_a_judge_of_it),
        (p.was_asked_to_judge, p.is_a_judge_of_it),
    ),
    "submissions.queue": ((p.judges_somewhere,),),
    # those who judge, in step with each other
    "anchors.make": ((p.operator,), (p.board_member,)),
    "calibration.read": ((p.judges_somewhere,),),
    "calibration.take": ((p.judges_somewhere, p.is_a_judge_of_it),),
    "moderation.run": ((p.operator,),),
    "moderation.read": ((p.operator,), (p.board_member,)),
    "second.mark": (
        (p.assesses_where_they_learn, p.is_a_judge_of_it),
        (p.helps_and_assesses, p.is_a_judge_of_it),
    ),
    "agreement.read": ((p.anyone,),),
    "sample.make": (
        (p.assesses_where_they_learn, p.is_a_judge_of_it),
        (p.helps_and_assesses, p.is_a_judge_of_it),
    ),
    "samples.read": ((p.acts_for_one,),),
    "exhibition.set": ((p.staff_of_it,),),
    "exhibition.read": ((p.staff_of_it,), (p.was_asked_to_judge,)),
    "exhibition.close": ((p.was_asked_to_judge,),),
    "results.import": ((p.staff_of_it, p.judges_somewhere),),
    "results.read": ((p.themselves,), (p.assesses_where_they_learn,)),
    "skills.rate": ((p.themselves,), (p.any_helper,), (p.assesses_where_they_learn,)),
    "skills.read": ((p.themselves,), (p.helper("record"),)),
    "skills.answer": ((p.themselves,),),
    "record.withdraw": ((p.assesses_where_they_learn,), (p.issues_it,)),
    "record.except": ((p.staff_where_they_learn, p.decides_exceptions),),
    "review.close": ((p.assesses_where_they_learn,), (p.issues_it,)),
    # what the learner decides about their record
    "record.feature": ((p.themselves,),),
    "record.export": ((p.themselves,),),
    "night.prove": ((p.house_itself,),),
    "guarantees.prove": ((p.themselves,), (p.house_itself,)),
    "record.bring": ((p.themselves,), (p.house_itself,)),
    "share.make": ((p.themselves,),),
    "share.read": ((p.themselves,), (p.guardian,)),
    "share.open": ((p.holds_the_link,), (p.acts_for_it,), (p.themselves,), (p.was_let_in,)),
    "inbox.read": ((p.acts_for_one,),),
    "consent.give": ((p.themselves,), (p.guardian,)),
    "consent.read": ((p.themselves,), (p.guardian,)),
    "correction.ask": ((p.themselves,), (p.guardian,)),
    "correction.read": ((p.themselves,), (p.guardian,)),
    "correction.answer": ((p.acts_for_it,), (p.board_member,)),
    "record.merge": ((p.themselves,),),
    "recovery.make": ((p.themselves,),),
    "recovery.use": ((p.anyone,),),
    # pieces of work, what others say of them, and what they count for
    "evidence.add": ((p.themselves,), (p.any_helper,)),
    "evidence.keep": ((p.themselves,),),
    "evidence.read": ((p.themselves,), (p.was_shown_it,), (p.assesses_where_it_was_shown,)),
    "attestation.ask": ((p.themselves,),),
    "attestation.give": ((p.was_shown_it,),),
    "attestation.give_by_link": ((p.anyone,),),
    "recognition.ask": ((p.themselves,), (p.helper("record"),), (p.acts_for_who_confirmed_it,)),
    "recognition.appeal": ((p.themselves,),),
    "recognition.read": ((p.themselves,), (p.assesses_there,), (p.was_shown_it,)),
    "recognition.decide": ((p.assesses_there,),),
    "recognition.oversee": ((p.operator,), (p.board_member,)),
    # credentials that were issued
    "award.issue": ((p.issues_it,), (p.house_itself,)),
    "award.ask": ((p.themselves,),),
    "award.sweep": ((p.operator,),),
    "award.mark": ((p.issues_it,), (p.operator,)),
    "award.appeal": ((p.themselves,), (p.guardian,)),
    "award.review": ((p.issues_it,), (p.operator,)),
    "reviews.list": ((p.judges_somewhere,), (p.operator,)),
    "record.approve": ((p.registers_there,),),
    # a second voice for what was issued, for what can be earned, for who gives it
    "endorsement.give": ((p.acts_for_it,),),
    "endorsement.give_award": (
        (p.acts_for_it, p.helper("record")),
        (p.acts_for_it, p.assesses_where_they_learn),
        (p.acts_for_it, p.acts_where_it_was_shown),
    ),
    "endorsement.take_back": ((p.acts_for_it,),),
    "endorsements.given": ((p.acts_for_one,),),
    "endorsement.answer": ((p.themselves,),),
    "endorsements.read": ((p.themselves,),),
    "issuer.read": ((p.anyone,),),
    "keys.manage": ((p.operator,), (p.registers_there,)),
    "batch.run": ((p.issues_there,), (p.operator,)),
    # what happened
    "changes.read": ((p.themselves,), (p.guardian,)),
    "reads.read": ((p.themselves,), (p.guardian,)),
    # the plan
    "choice.make": ((p.themselves,),),
    "choice.read": ((p.themselves,), (p.helper("plan"),), (p.helper("progress"),)),
    "plan.read": ((p.themselves,), (p.helper("plan"),)),
    "plan.write": ((p.themselves,),),
    "plan.propose": ((p.helper("plan"),), (p.advises_where_they_learn,)),
    "plan.comment": ((p.guardian,),),
    "reflections.read": ((p.themselves,), (p.helper("plan"),)),
    "exploration.read": ((p.themselves,), (p.guardian,)),
    "caseload.read": ((p.adviser,),),
    "today.read": ((p.themselves,), (p.helps_anyone,)),
    "cohort.read": ((p.staff_of_it,), (p.leads_it,)),
    "cohorts.read": ((p.board_member,), (p.operator,)),
    # what data the state keeps, and requests for some of it
    "data.read": ((p.anyone,),),
    "data.ask": ((p.acts_for_it,),),
    "data.answer": ((p.acts_for_it,),),
    # the share of learners on a clear and uninterrupted path
    "headline.read": ((p.anyone,),),
    "headline.count": ((p.house_itself,),),
    # whether groups are sorted, and who answers for it
    "tracking.read": ((p.anyone,),),
    "tracking.look": ((p.house_itself,),),
    "tracking.answer": ((p.leads_it,), (p.keeps_its_books,)),
    # where ways stop, who calls, and what a learner answers
    "ways_back.find": ((p.house_itself,),),
    "ways_back.count": ((p.leads_it,), (p.board_member,)),
    "ways_back.own": ((p.helps_anyone,), (p.acts_for_one,)),
    "ways_back.call": ((p.was_given_it,),),
    "ways_back.read": ((p.themselves,), (p.guardian,)),
    "ways_back.answer": ((p.themselves,),),
    "counter.read": ((p.board_member,), (p.staff_of_it,), (p.operator,)),
    # checking what people bring
    "credential.verify": ((p.anyone,),),
    # the field's own interfaces: credentials from elsewhere, apps, wallets, being shown something
    "held.keep": ((p.themselves,),),
    "held.read": ((p.themselves,), (p.helper("record"),)),
    "app.let_in": ((p.themselves,),),
    "app.read": ((p.themselves,), (p.guardian,)),
    "door.read": ((p.anyone,),),
    "wallet.offer": ((p.themselves,),),
    "wallet.collect": ((p.holds_the_link,),),
    "showing.ask": ((p.acts_for_it,),),
    "showing.answer": ((p.holds_the_link,),),
    # opportunities
    "opportunity.read": ((p.anyone,),),
    "activity.read": ((p.anyone,),),
    "activity.plan": ((p.acts_for_it,),),
    "activity.name_work": ((p.themselves,),),
    "activity.see_work": ((p.assesses_there,),),
    # a stay elsewhere: agreed by the learner, their home and the host
    "stay.ask": ((p.themselves,),),
    "stay.read": ((p.themselves,), (p.acts_for_it,)),
    "stay.answer": ((p.acts_for_it,),),
    "stays.read": ((p.acts_for_one,),),
    "stay.attend": ((p.acts_for_it,),),
    "stay_days.read": ((p.acts_for_one,),),
    # rotations: fields that hosts offer together
    "rotation.read": ((p.anyone,),),
    "rotation.make": ((p.leads_it,),),
    "rotation.sign": ((p.acts_for_it,),),
    "rotation.join": ((p.themselves,),),
    # who can get where
    "access.read": ((p.anyone,),),
    # stipends for interns: paid by a published rule for attested hours
    "stipend.read": ((p.anyone,),),
    "stipend.run": ((p.leads_it,),),
    "stipend.approve": ((p.acts_for_it,),),
    "stipend.join": ((p.themselves,),),
    "demonstration.attend": ((p.acts_for_it,),),
    "record.recognize_agreed": ((p.house_itself,),),
    # apprenticeships: standards in writing, those who learn by them, credits to those who train
    "standards.read": ((p.anyone,),),
    "standards.write": ((p.acts_for_it,),),
    "standards.register": ((p.acts_for_it,),),
    "apprentice.begin": ((p.themselves,),),
    "apprentice.confirm": ((p.acts_for_it,),),
    "apprentice.end": ((p.themselves,), (p.acts_for_it,)),
    "apprentices.read": ((p.acts_for_one,),),
    "week.sign": ((p.journeyworker_beside,),),
    "weeks.read": ((p.journeyworker,),),
    "incentive.read": ((p.anyone,),),
    "incentive.claim": ((p.acts_for_it,),),
    "incentives.own": ((p.acts_for_one,),),
    # rounds: places that learners rank
    "round.read": ((p.anyone,),),
    "round.open": ((p.leads_it,),),
    "round.rank": ((p.themselves,),),
    "round.match": ((p.house_itself,),),
    # the state's one desk for employers, and how pathways spread
    "desk.read": ((p.anyone,),),
    "desk.post": ((p.acts_for_it,),),
    "desk.take_up": ((p.staff_of_it,),),
    "growth.read": ((p.anyone,),),
    # what learners publish to be found by
    "listing.make": ((p.themselves,),),
    "listings.read": ((p.was_let_in,),),
    "listing.approach": ((p.acts_for_it,),),
    "listings.public": ((p.anyone,),),
    "listings.let_in": ((p.board_member,),),
    # badges that a learner and a mentor make together
    "badge.make": ((p.themselves,), (p.any_helper,)),
    "badge.validate": ((p.assesses_there,),),
    "badges.own": ((p.signed_in,),),
    "badges.queue": ((p.judges_somewhere,),),
    # offers that guarantees open
    "offers.read": ((p.themselves,), (p.guardian,), (p.helper("progress"),)),
    "offer.answer": ((p.themselves,),),
    "offer.complain": ((p.themselves,), (p.guardian,)),
    "offers.sweep": ((p.operator,),),
    # how organizations come to an agreement: whoever speaks for a party writes and signs, its people may read
    "terms.list": ((p.acts_for_one,),),
    "terms.read": ((p.acts_for_a_side,),),
    "terms.write": ((p.speaks_for_it,),),
    "terms.sign": ((p.speaks_for_it,),),
    "terms.try": ((p.acts_for_a_side,), (p.house_itself,)),
    "promises.read": ((p.anyone,),),
    "promises.own": ((p.acts_for_one,),),
    "promise.keep": ((p.acts_for_it,),),
    # governance
    "certification.read": ((p.anyone,),),
    "certification.run": ((p.operator,),),
    "waiver.remind": ((p.operator,),),
    "request.file": ((p.signed_in,),),
    "request.read": ((p.anyone,),),
    "body.read": ((p.anyone,),),
    "seat.fill": ((p.keeps_its_books,), (p.operator,)),
    "seat.leave": ((p.sits_in_it,),),
    "seat.waiting": ((p.signed_in,),),
    "office.give": ((p.keeps_its_books,), (p.operator,)),
    "vacancy.announce": ((p.keeps_its_books,),),
    "conflict.declare": ((p.sits_in_it,),),
    "duty.record": ((p.sits_in_it,),),
    "groups.say": ((p.signed_in,),),
    "feedback.file": ((p.sits_in_it,),),
    "feedback.tell": ((p.acts_for_it,),),
    "feedback.answer": ((p.keeps_its_books,),),
    # the learner promise, the state's work, money and help for regions
    "learner_promise.read": ((p.anyone,),),
    "learner_promise.make": ((p.leads_it,),),
    "work.read": ((p.anyone,),),
    "work.assign": ((p.board_member,),),
    "work.write": ((p.acts_for_it,), (p.board_member,)),
    "support.read": ((p.anyone,),),
    "money.enter": ((p.keeps_its_books,),),
    "help.ask": ((p.acts_for_it,),),
    "help.take": ((p.leads_it,), (p.board_member,)),
    "help.give": ((p.acts_for_it,),),
    # the docket: who proposes, drafts, signs, comments, votes
    "docket.read": ((p.anyone,),),
    "docket.propose": ((p.signed_in,),),
    "docket.speak_for": ((p.acts_for_it,), (p.learns_there,)),
    "docket.draft": ((p.writes_it,), (p.sits_in_it,)),
    "docket.withdraw": ((p.writes_it,),),
    "docket.comment": ((p.signed_in,),),
    "docket.answer": ((p.sits_in_it,),),
    "docket.keep": ((p.keeps_its_books,),),
    "docket.vote": ((p.sits_in_it,),),
    "docket.decide": ((p.keeps_its_books,), (p.house_itself,)),
    "docket.close_ended": ((p.house_itself,),),
    "docket.remind": ((p.house_itself,),),
    "draft.try": ((p.house_itself,),),
    "catalogue.enact": ((p.keeps_its_books,), (p.house_itself,)),
    "strategy.read": ((p.anyone,),),
    "strategy.write": ((p.staff_of_it,),),
    "strategy.speak": ((p.learns_there,),),
    "profile.read": ((p.anyone,),),
    "profile.publish": ((p.leads_it,),),
    "quality.list": ((p.anyone,),),
    "quality.read": ((p.acts_for_it,),),
    "quality.write": ((p.leads_it,),),
    "vision.read": ((p.anyone,),),
    "vision.publish": ((p.leads_it,), (p.sits_on_it,)),
    "vision.sign": ((p.signed_in,),),
    "responsibility.carry": ((p.leads_it,), (p.sits_on_it,)),
    "broker.read": ((p.anyone,),),
    "broker.post": ((p.acts_for_it,),),
    "broker.propose": ((p.coordinates,), (p.acts_for_a_side,)),
    "region.read": ((p.anyone,),),
    "region.work": ((p.leads_it,), (p.board_member,)),
    "region.write": ((p.leads_it,),),
    "region.approve": ((p.board_member,),),
    "region.endorse": ((p.leads_it,),),
    "local_pathway.write": ((p.leads_it,), (p.staff_of_it,)),
    "commitment.close": ((p.acts_for_a_side,),),
    "seams.read": ((p.anyone,),),
}


def allowed(actor: Actor, permission: str, subject: Subject = NOBODY) -> Decision:
    """Whether the actor may, with the reason either way.

    The reason reads "you see this because you are Ana's guardian" or names who may.
    """
    for together in TABLE.get(permission, ()):
        reasons = [question(actor, subject) for question in together]
        if all(reasons):
            because = " and ".join(reasons)
            return Decision(True, f"You see this because {because}.", because)
    return Decision(False, _who_may(permission))


def require(actor: Actor, permission: str, subject: Subject = NOBODY, *, what: str) -> Decision:
    """The decision where it is yes; else it raises `Refused`, saying who may."""
    decision = allowed(actor, permission, subject)
    if not decision.allowed:
        raise Refused(what, decision.reason, "Ask one of them, or sign in as one.")
    return decision


def _who_may(permission: str) -> str:
    ways = TABLE.get(permission)
    if ways is None:
        return f"No rule of the policy speaks of '{permission}', so nobody may."
    words = [" who is also: ".join(_in_words(question) for question in together) for together in ways]
    return f"Only these may: {'; '.join(words)}."


def _in_words(question: Predicate) -> str:
    words = (question.__doc__ or question.__name__).strip().rstrip(".")
    return words[0].lower() + words[1:]
