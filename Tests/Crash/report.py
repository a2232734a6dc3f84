"""What the run comes to, in words."""

import collections
import statistics

#: More are not shown: the first ones say what is wrong.
MOST_SHOWN = 20
FIGURES = (
    "codes issued",
    "approvals acknowledged",
    "denials acknowledged",
    "codes redeemed",
    "denials fetched",
    "refreshes",
    "used codes refused",
    "used refresh tokens refused",
    "revocations acknowledged",
    "access tokens used",
    "answers cut off",
    "decisions and redemptions cut off, found to have had effect",
    "decisions and redemptions cut off, found to have had no effect",
    "approvals not fetched before the end",
    "codes not decided before the end",
    "looks at the database",
)
IN_SHORT = "codes issued", "approvals acknowledged", "codes redeemed", "refreshes"


def closing(run, seconds):
    ledger = run.ledger
    broken = collections.Counter(kind for kind, _ in ledger.broken)
    lines = [f"FAILED {kind}: {sentence}" for kind, sentence in ledger.broken[:MOST_SHOWN]]
    if len(ledger.broken) > MOST_SHOWN:
        lines.append(f"… and {len(ledger.broken) - MOST_SHOWN} more")
    lines += [f"{ledger.figures.get(name, 0):>7} {name}" for name in FIGURES]
    starts = run.starts or [0]
    lines.append(
        f"\n{run.kills} kills ({run.kills_while_starting} of them while it started), {len(starts)} starts in "
        f"{statistics.median(starts):.2f} s (median), {max(starts):.2f} s at most; {seconds:.0f} s in all."
    )
    figures = ", ".join(f"{ledger.figures.get(name, 0)} {name}" for name in IN_SHORT)
    lines.append(
        f"{figures}; lost {broken['lost']}, resurrected {broken['resurrected']}, otherwise wrong {broken['wrong']}"
    )
    return "\n".join(lines)
