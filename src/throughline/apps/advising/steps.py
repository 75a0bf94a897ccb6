"""The learner's states, as the state's pack draws them: which arrow leads where, and the way to an arrow."""

from collections import deque
from dataclasses import dataclass

from throughline.apps.directory.actor import Refused
from throughline.core.catalogue.state_profile import LearnerAction, LearnerStates

OWN = ("learner", "adult_learner")


@dataclass(frozen=True, slots=True)
class Machine:
    """A state's drawing of how a learner may move; every arrow here is the learner's own."""

    states: LearnerStates

    def arrow(self, name: str, source: str) -> LearnerAction | None:
        """The learner's arrow of that name out of a state."""
        return next((a for a in self.open_from(source) if a.name == name), None)

    def open_from(self, source: str) -> tuple[LearnerAction, ...]:
        """The learner's arrows out of a state."""
        return tuple(a for a in self.states.actions if a.source == source and a.by in OWN)

    def goal_of(self, name: str) -> str:
        """The state that an arrow of this name leads to."""
        found = next((a.target for a in self.states.actions if a.name == name), None)
        if found is None:
            raise Refused(
                f"To {name}", "the state's pack has no such arrow.", "Add it to its learner states."
            )
        return found

    def way_to(self, name: str, source: str) -> tuple[LearnerAction, ...]:
        """The fewest arrows from a state that end with the one of this name, by the learner alone.

        Only plain `learner` arrows lie on the way to it, so that nobody leaves by accident.
        """
        queue: deque[tuple[str, tuple[LearnerAction, ...]]] = deque([(source, ())])
        seen = {source}
        while queue:
            at, way = queue.popleft()
            if last := self.arrow(name, at):
                return (*way, last)
            for each in self.open_from(at):
                if each.by == "learner" and each.target not in seen:
                    seen.add(each.target)
                    queue.append((each.target, (*way, each)))
        raise Refused(
            f"To {name}", f"no way leads there from '{source}'.", f"Go back to '{self.states.home}' first."
        )

    def keeps_pathway(self, state: str) -> bool:
        """Whether a learner in this state still has a pathway: all but where one begins and where one chooses."""
        return state not in (self.states.start, self.states.home)
