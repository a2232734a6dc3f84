"""What the run comes to, in words."""

import collections
import statistics

from evidence import fate


def closing(run, seconds):
    """The report, and whether all is well."""
    lines = []
    by_kind = collections.defaultdict(list)
    for fault in run.done:
        by_kind[fault.family, fault.name].append(fault)
    for (family, name), faults in sorted(by_kind.items()):
        back = [fault.back_after for fault in faults if fault.back_after is not None]
        times = f"{statistics.median(back):5.1f} s, at most {max(back):5.1f} s" if back else ""
        lines.append(f"{family:9}{name:38}{len(back):4} of {len(faults):4} back {times}")
    fates = collections.Counter()
    for world in run.worlds:
        for code in world.evidence.codes.values():
            if what := fate(code, world):
                fates[what] += 1
                if what == "LOST":
                    lines.append(f"LOST at kiosk {world.number}: {code}, faults {near(world, code)}")
    lines.append("")
    lines += [f"{count:7} approvals {what}" for what, count in fates.most_common()]
    back = [fault.back_after for fault in run.done if fault.back_after is not None]
    lines.append(
        f"\n{len(run.done)} faults at {len(run.worlds)} kiosks in {seconds:.0f} s (seed {run.options.seed}): "
        f"{len(back)} times back by itself"
        + (f", {statistics.median(back):.1f} s (median) and at most {max(back):.0f} s after its end" if back else "")
        + f".\n{len(run.stales)} stale codes or strangers' names in {run.looks} looks at a code; "
        f"of {sum(fates.values())} approvals {fates['LOST']} lost, {fates['token reply cut off']} with a token reply "
        f"that was cut off; {len(run.failures)} failures."
    )
    is_well = len(back) == len(run.done) == run.options.faults and not run.stales and not run.failures
    return "\n".join(lines), is_well and not fates["LOST"]


def near(world, code):
    return [
        f"{fault} from {fault.begin - code.issued:.1f} s on"
        for fault in world.faults
        if fault.begin < code.end and fault.end > code.issued - 5
    ] + [f"approved at {code.approved - code.issued:.1f} s", f"tokens at {(code.tokens or 0) - code.issued:.1f} s"]
