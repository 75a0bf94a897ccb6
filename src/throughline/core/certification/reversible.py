"""No choice is for good: from every state a learner can be in, the learner alone finds the way back to choosing.

Read on the graph of `LearnerStates` (the definition of "reversible": each state has a path to `home` by learner
actions only). A state without a way out may stand only where the adult learner's own act is what leads into it.
"""

from throughline.core.catalogue.state_profile import LearnerAction, LearnerStates
from throughline.core.reasoning.findings import Finding

OWN_ACTS = ("learner", "adult_learner")


def irreversible(states: LearnerStates) -> tuple[Finding, ...]:
    """The states from which the learner alone cannot return, and actions between states that are not there."""
    found = [_unknown(action, name) for action in states.actions for name in _missing(action, states)]
    if states.home not in states.states:
        found.append(
            _finding(states.home, "is `home`, and is not a state", "Name one of the states as `home`.")
        )
        return tuple(found)
    safe = _leading_home(states)
    for name in sorted(set(states.states) - safe):
        if not _own_end(name, states):
            found.append(_trap(name, states))
    return tuple(found)


def _leading_home(states: LearnerStates) -> set[str]:
    """The states with a path to home by the learner's own actions."""
    safe = {states.home}
    while True:
        more = {a.source for a in states.actions if a.by in OWN_ACTS and a.target in safe} - safe
        if not more:
            return safe
        safe |= more


def _own_end(name: str, states: LearnerStates) -> bool:
    """Whether a state is an end that only the adult learner's own act leads into."""
    leaving = [a for a in states.actions if a.source == name and a.target != name]
    entering = [a for a in states.actions if a.target == name and a.source != name]
    return (
        not leaving
        and name != states.start
        and bool(entering)
        and all(a.by == "adult_learner" for a in entering)
    )


def _trap(name: str, states: LearnerStates) -> Finding:
    out = [a.name for a in states.actions if a.source == name and a.target != name]
    problem = (
        f"leads back only by {', '.join(out)}, which the learner alone cannot take home"
        if out
        else "has no way out"
    )
    return _finding(
        name, problem, f"Add an action by the learner that leads from '{name}' towards '{states.home}'."
    )


def _missing(action: LearnerAction, states: LearnerStates) -> list[str]:
    return [name for name in (action.source, action.target) if name not in states.states]


def _unknown(action: LearnerAction, name: str) -> Finding:
    return _finding(
        name, f"is named by the action '{action.name}', and is not a state", "Add it, or correct the name."
    )


def _finding(state: str, problem: str, fix: str) -> Finding:
    return Finding("", "learner_states", state, f"The learner's state '{state}' {problem}.", fix)
