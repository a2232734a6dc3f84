"""What devices and people do with codes and tokens, each deed held against what was promised.

Every deed widens what may be true before it is sent, and narrows it when the answer has come; a cut-off answer leaves
it wide.
"""

import time

from ledger import APPROVED, DENIED, FRESH, PENDING, REVOKED, SPENT, STATE_OF_ANSWER, USED, WHOLE, Code, Family

#: No code ever goes back.
COURSE = PENDING, APPROVED, DENIED, USED


class Deeds:
    """The deeds of one thread on one connection. They end with CutOff when the simulator is killed meanwhile."""

    def __init__(self, ledger, client):
        self.ledger, self.client = ledger, client

    def issue(self):
        answer = self.client.new_code()
        if answer.status != 200:
            self.ledger.breaks("wrong", f"a request for codes is answered with {answer.status} {answer.body!r}")
            return
        self.ledger.count("codes issued")
        self.ledger.add(Code(answer.members["device_code"], answer.members["user_code"]))

    def decide(self, code, wish):
        """A person says yes or no to a code that may be undecided still."""
        decided = {"approve": APPROVED, "deny": DENIED}[wish]
        before = set(code.states)
        code.states = before | {decided}
        answer = self._note(code, wish, lambda: self.client.decide(wish, code.user_code))
        if answer.status == 200:
            code.states = {decided}
            self.ledger.count("approvals acknowledged" if wish == "approve" else "denials acknowledged")
        elif answer.status == 409 and before != {PENDING}:
            code.states = before - {PENDING}
        elif answer.status == 404:
            self.ledger.breaks("lost", f"a code that was issued is not known when a person wants to {wish}", code)
        else:
            self._wrong(code, f"to {wish} is answered with {answer.status}, but it was {said(before)}")

    def poll(self, code):
        """A poll when the interval has passed, or of a used code."""
        before = set(code.states)
        if APPROVED in before:
            code.states = before | {USED}
        if USED in before:
            # A used code that comes again revokes what it gave (RFC 6749, 4.1.2).
            self._may_revoke(code)
        try:
            answer = self._note(code, "poll", lambda: self.client.poll(code.device_code))
        finally:
            code.last_poll = time.monotonic()
        state = STATE_OF_ANSWER.get(answer.word)
        if state is None:
            self._wrong(code, f"a poll is answered with {answer.word}")
        elif state not in before:
            self.ledger.breaks(
                "resurrected" if before == {USED} else "lost",
                f"a poll is answered with {answer.word}, but the code was {said(before)}",
                code,
            )
        if len(before) > 1:
            found = "no effect" if state == min(before, key=COURSE.index) else "effect"
            self.ledger.count(f"decisions and redemptions cut off, found to have had {found}")
        if state:
            code.states = {USED if state == APPROVED else state}
        if state == APPROVED:
            self.ledger.count("codes redeemed")
            code.family = Family(answer.members["access_token"], answer.members["refresh_token"])
        elif state == USED:
            self.ledger.count("used codes refused")
            self._is_revoked(code)
        elif state == DENIED:
            self.ledger.count("denials fetched")

    def refresh(self, code):
        family = code.family
        could = family.states, family.refresh_states
        family.refresh_states = family.refresh_states | {SPENT}
        if SPENT in could[1]:
            self._may_revoke(code)
        answer = self._note(code, "refresh", lambda: self.client.refresh(family.refresh_token))
        if answer.word == "tokens":
            if WHOLE not in could[0] or FRESH not in could[1]:
                self.ledger.breaks("resurrected", "a refresh token that no longer holds gives tokens", code)
            self.ledger.count("refreshes")
            family.states = {WHOLE}
            family.rotated(answer.members["access_token"], answer.members["refresh_token"])
        elif answer.word == "invalid_grant":
            if could == ({WHOLE}, {FRESH}):
                self.ledger.breaks("lost", "a refresh token that was received is refused", code)
            self._is_revoked(code)
        else:
            self._wrong(code, f"a refresh is answered with {answer.word}")

    def reuse(self, code):
        """A refresh token that was used already comes again: a sign of theft, all tokens end (RFC 9700, 4.14.2)."""
        self._may_revoke(code)
        answer = self._note(code, "reuse", lambda: self.client.refresh(code.family.spent[-1]))
        if answer.word == "tokens":
            self.ledger.breaks("resurrected", "a refresh token that was used before gives tokens", code)
        elif answer.word != "invalid_grant":
            self._wrong(code, f"the reuse of a refresh token is answered with {answer.word}")
        self.ledger.count("used refresh tokens refused")
        self._is_revoked(code)

    def revoke(self, code):
        self._may_revoke(code)
        answer = self._note(code, "revoke", lambda: self.client.revoke(code.family.access_token))
        if answer.status != 200:
            self._wrong(code, f"a revocation is answered with {answer.status}")
        self.ledger.count("revocations acknowledged")
        self._is_revoked(code)

    def use(self, code):
        """The newest access token at /userinfo."""
        answer = self._note(code, "use", lambda: self.client.userinfo(code.family.access_token))
        if answer.status not in (200, 401):
            self._wrong(code, f"/userinfo answers {answer.status}")
        elif answer.status == 200 and code.family.states == {REVOKED}:
            self.ledger.breaks("resurrected", "an access token that was revoked is taken", code)
        elif answer.status == 401 and code.family.states == {WHOLE}:
            self.ledger.breaks("lost", "an access token that was received is refused", code)
        else:
            self.ledger.count("access tokens used")
            code.family.states = {WHOLE if answer.status == 200 else REVOKED}

    def _note(self, code, deed, ask):
        code.history.append(f"{deed}: cut off")
        answer = ask()
        code.history[-1] = f"{deed}: {answer.word}"
        return answer

    def _may_revoke(self, code):
        if code.family:
            code.family.states = code.family.states | {REVOKED}

    def _is_revoked(self, code):
        if code.family:
            code.family.states = {REVOKED}

    def _wrong(self, code, sentence):
        self.ledger.breaks("wrong", sentence, code)


def said(states):
    return " or ".join(sorted(states))
