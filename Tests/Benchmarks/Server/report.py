"""What the figures mean: each goal met or missed, and the tables in Markdown."""

import statistics

from measures import median, server_microseconds

#: Name of a goal: (what it is about, the bound, whether the figure has to be at least that, how it is written).
GOALS = {
    "faster": ("polls a second, times the better peer's", 5, True, "{:.1f}"),
    "latency": ("p99 at half load, ms", 20, False, "{:.1f}"),
    "memory": ("most resident memory with 100,000 live grants, MiB", 250, False, "{:.0f}"),
    "growth": ("polls a second with 100,000 grants, times those with 1,000", 0.8, True, "{:.2f}"),
    "pause": ("longest wait while 100,000 grants are removed, ms", 20, False, "{:.1f}"),
}

#: The part of the figures each goal is about.
PARTS = {"faster": "load", "latency": "half_load", "memory": "memory", "growth": "sizes", "pause": "removal"}


def ratio_to_best_peer(load):
    """Of each round, then the median: rounds of all three lie close together in time."""
    ours, *peers = load.values()
    rounds = zip(ours, *peers)
    return statistics.median(
        own["per_second"] / max(peer["per_second"] for peer in others) for own, *others in rounds
    )


def ratio_of_sizes(sizes):
    pairs = zip(sizes["small"], sizes["large"])
    return statistics.median(large["per_second"] / small["per_second"] for small, large in pairs)


def judge(figures):
    """[{name, what, figure, goal, met}]; what was not measured is absent."""
    found = {
        "faster": lambda: ratio_to_best_peer(figures["load"]),
        "latency": lambda: median(figures["half_load"], "p99_ms"),
        "memory": lambda: figures["memory"]["large"]["peak"],
        "growth": lambda: ratio_of_sizes(figures["sizes"]),
        "pause": lambda: figures["removal"]["removing"]["longest_ms"],
    }
    reached = {name: found[name]() for name, part in PARTS.items() if part in figures}
    return [
        {
            "name": name,
            "what": GOALS[name][0],
            "figure": figure,
            "goal": GOALS[name][1],
            "met": figure >= GOALS[name][1] if GOALS[name][2] else figure <= GOALS[name][1],
        }
        for name, figure in reached.items()
    ]


def load_table(load, versions):
    lines = [
        "| 64 keep-alive TLS connections | polls a second (lowest to highest) | p50, ms | p99, ms"
        " | processor, µs a poll |",
        "|---|---:|---:|---:|---:|",
    ]
    for name, rounds in load.items():
        each = [of["per_second"] for of in rounds]
        lines.append(
            f"| {name} {versions.get(name, '')}".rstrip()
            + f" | {statistics.median(each):,.0f} ({min(each):,.0f} to {max(each):,.0f})"
            f" | {median(rounds, 'p50_ms'):.1f} | {median(rounds, 'p99_ms'):.1f}"
            f" | {server_microseconds(rounds):.0f} |"
        )
    return lines


def size_table(figures):
    lines = [
        "| tokenidp-sim with | memory, MiB (most) | polls a second | processor, µs a poll |",
        "|---|---:|---:|---:|",
    ]
    for name, grants in figures["grants"].items():
        memory, rounds = figures["memory"][name], figures["sizes"][name]
        lines.append(
            f"| {grants:,} live grants | {memory['now']:.0f} ({memory['peak']:.0f})"
            f" | {median(rounds, 'per_second'):,.0f} | {server_microseconds(rounds):.0f} |"
        )
    return lines


def sentences(figures):
    if "half_load" in figures:
        half = figures["half_load"]
        yield (
            f"At half load ({median(half, 'per_second'):,.0f} polls a second): p50 {median(half, 'p50_ms'):.1f} ms,"
            f" p99 {median(half, 'p99_ms'):.1f} ms, longest {max(of['longest_ms'] for of in half):.1f} ms."
        )
    if "removal" in figures:
        removal = figures["removal"]
        yield (
            f"A prober every 2 ms waits {removal['removing']['longest_ms']:.1f} ms at most while"
            f" {figures['grants']['large']:,} grants are removed (p99 {removal['removing']['p99_ms']:.1f} ms;"
            f" {removal['removing']['seconds']:.0f} s), and {removal['quiet']['longest_ms']:.1f} ms when nothing is"
            f" (p99 {removal['quiet']['p99_ms']:.1f} ms)."
        )


def goal_table(goals):
    lines = ["| goal | measured | wanted | |", "|---|---:|---:|---|"]
    for of in goals:
        _, bound, at_least, form = GOALS[of["name"]]
        lines.append(
            f"| {of['what']} | {form.format(of['figure'])} | at {'least' if at_least else 'most'} {bound} "
            f"| {'met' if of['met'] else 'MISSED'} |"
        )
    return lines


def markdown(figures, goals, versions, machine):
    parts = [
        load_table(figures["load"], versions) if "load" in figures else [],
        size_table(figures) if "sizes" in figures else [],
        list(sentences(figures)),
        goal_table(goals),
        [", ".join(f"{name} {version}" for name, version in versions.items()) + "; " + machine + "."],
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines)
