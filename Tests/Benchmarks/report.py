"""What the figures mean: each target met or not met, and the table a person reads."""

import statistics

MEGABYTE = 1e6

# What must be reached, each with the figure it is about.
TARGETS = {
    "start": ("code on the screen, times curl's whole run", 1.2),
    "memory": ("peak memory at the pending screen, times curl's", 1.8),
    "wakeups": ("wake-ups a second, 4 for each poll left out", 1.0),
    "processor": ("share of a core while waiting, %", 0.05),
    "tick": ("bytes written a countdown tick", 64),
    "handshakes": ("TLS handshakes in a whole sign-in", 1),
}


def judge(figures, idle, sign_in):
    """(name, sentence, figure, target, met) for every target."""
    median = {
        name: {key: statistics.median(values) for key, values in of.items()} for name, of in figures.items()
    }
    reached = {
        "start": median["kiosk"]["screen"] / median["curl"]["screen"],
        # Also what the polls have added since.
        "memory": max(median["kiosk"]["memory"], idle["kiosk"]["memory"]) / median["curl"]["memory"],
        "wakeups": idle["kiosk"]["wakeups_per_second_without_polls"],
        "processor": idle["kiosk"]["processor_percent"],
        "tick": idle["kiosk"]["bytes_per_tick_median"],
        "handshakes": sign_in["handshakes"],
    }
    # A sample from tick to tick can hold a few milliseconds less than its whole seconds.
    tolerance = {"wakeups": 0.01}
    return [
        {
            "name": name,
            "what": what,
            "figure": round(reached[name], 4),
            "target": target,
            "met": reached[name] <= target + tolerance.get(name, 0),
        }
        for name, (what, target) in TARGETS.items()
    ]


def spread(values, unit):
    """Median and the middle half."""
    low, middle, high = statistics.quantiles(values, n=4) if len(values) > 1 else values * 3
    return f"{middle / unit:8.2f} ({low / unit:.2f} … {high / unit:.2f})"


def table(figures, idle, sign_in, painting, targets, absent):
    lines = ["From exec to the code on the screen (curl: to its end), and peak memory; median (middle half)"]
    lines.append(f"  {'':12}{'code, whole paint, ms':>30}{'memory, MB':>30}")
    for name in ("curl", *[name for name in figures if name != "curl"]):
        of = figures[name]
        lines.append(f"  {name:12}{spread(of['screen'], 1e-3):>30}{spread(of['memory'], MEGABYTE):>30}")
    lines += ["", "Waiting for the answer, polling every 5 s"]
    lines.append(
        f"  {'':12}{'wake-ups/s':>11}{'less polls':>11}{'core, %':>9}{'bytes a tick (most)':>21}{'repaints':>9}"
        f"{'polls':>6}{'in, s':>7}{'memory, MB':>12}"
    )
    for name, of in idle.items():
        written = f"{of['bytes_per_tick_median']:.0f} ({of['bytes_per_tick_most']})" if of["ticks"] else "no countdown"
        lines.append(
            f"  {name:12}{of['wakeups_per_second']:11.2f}{of['wakeups_per_second_without_polls']:11.2f}"
            f"{of['processor_percent']:9.3f}{written:>21}{of['repaints']:9}{of['polls']:6}{of['seconds']:7.1f}"
            f"{of['memory'] / MEGABYTE:12.2f}"
        )
    lines += ["", f"A whole sign-in of kiosk: {sign_in['requests']} requests, {sign_in['handshakes']} TLS handshake(s)"]
    written = ", ".join(f"{name} {count}" for name, count in painting["bytes"].items())
    views = ", ".join(f"{name} {value:.0f}" for name, value in painting["microseconds"].items())
    lines += ["", f"A whole screen with a code, bytes: {written}", f"A view at 160x45, microseconds: {views}"]
    lines += [f"Not measured: {name}: {why}" for name, why in absent.items()]
    lines += ["", "Targets"]
    for of in targets:
        lines.append(
            f"  {'met    ' if of['met'] else 'NOT MET'}  {of['what']:52}{of['figure']:10.3f}  at most {of['target']}"
        )
    return "\n".join(lines)
