"""The summary on the terminal: what the articles report, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from talion.records import Coded, Event
from talion.reporting import wording
from talion.reporting.chains import Chain, chains
from talion.reporting.clean import one_line
from talion.reporting.digest import Digest, Headline

#: Rows of each part: about one screen a part.
ARTICLES, DYADS, LINKS, OTHERS, REASONS = 12, 10, 8, 8, 8
#: Marks a day that stands in because the text names none.
ASSUMED = "*"
_QUAD_STYLE = {1: "cyan", 2: "blue", 3: "yellow", 4: "red"}


def summarise(digest: Digest, console: Console) -> None:
    """Print what *digest* holds, the most severe first; all of it is "reported", none of it fact.

    Example:
        >>> summarise(Digest(), Console(width=60, color_system=None))
        No article was read, so there is nothing to tell.
    """
    kept = digest.kept
    if not digest.headlines:
        console.print("No article was read, so there is nothing to tell.")
        return
    _articles(digest, console)
    if not digest.events:
        console.print(
            "\nNo event was coded: no sentence says who did what to whom in words that talion knows."
        )
    else:
        _events(digest, console)
        _dyads(digest, console)
        _links(digest, kept, console)
    _ties(digest, kept, console)
    _claims(digest, kept, console)
    _uncoded(digest, console)


def _articles(digest: Digest, console: Console) -> None:
    found = [
        _counted(len(digest.headlines), "article"), _counted(digest.events, "event"), _counted(digest.links, "link"),
        _counted(digest.ties, "tie"), _counted(digest.claims, "claim"),
        f"{_counted(sum(digest.reasons.values()), 'phrase')} not coded",
    ]  # fmt: skip
    console.print(Text(", ".join(found), style="bold"))
    console.print(
        Text(
            "Everything below is what the articles report, not what is known to have happened.",
            style="dim",
        )
    )
    table = _table(
        "published",
        "article",
        "events",
        "of conflict",
        "links",
        "ties",
        right=("events", "of conflict", "links", "ties"),
    )
    for line in digest.headlines[:ARTICLES]:
        table.add_row(*_headline(line))
    console.print()
    console.print(table)
    _more(len(digest.headlines) - ARTICLES, "article", console)


def _headline(line: Headline) -> Iterator[Text]:
    for value in (
        line.date or "undated",
        line.title,
        line.events,
        line.conflict,
        line.links,
        line.ties,
    ):
        yield Text(one_line(str(value), 70))


def _events(digest: Digest, console: Console) -> None:
    _heading("Most severe events", console)
    for event in digest.top:
        console.print(sentence(event), soft_wrap=True)
    _more(digest.events - len(digest.top), "event", console)
    assumed = [e for e in digest.top if e.when.precision == "assumed"]
    if any(e.when.start for e in assumed):
        console.print(Text(f"  {ASSUMED} day of publication; the text names no other", style="dim"))
    if any(e.when.start is None for e in assumed):
        hint = "  undated: the text carries no day of publication; give one with --date YYYY-MM-DD"
        console.print(Text(hint, style="dim"))


def _day(event: Event) -> str:
    """Return the event's days, marked if the day of publication stands in."""
    stands_in = event.when.precision == "assumed" and event.when.start is not None
    return wording.day(event.when) + (ASSUMED if stands_in else "")


def sentence(event: Event) -> Text:
    """Return an event as one line: day, who → whom, type, place, numbers, trigger, how reported."""
    parts = [
        (_day(event), "bold"),
        (wording.parties(event), ""),
        (
            " ".join(filter(None, (wording.kind(event), event.mode))),
            _QUAD_STYLE.get(event.quad_class, ""),
        ),
        (wording.spot(event.place), ""),
        (wording.numbers(event.counts), ""),
        (f"‘{one_line(event.trigger, 40)}’", "italic"),
        (wording.report(event), "dim"),
    ]
    line = Text("  ")
    for n, (words, style) in enumerate((w, s) for w, s in parts if w):
        line.append("  " if n else "")
        line.append(one_line(words), style=style or None)
    return line


def _dyads(digest: Digest, console: Console) -> None:
    ranked = digest.ranked_dyads()
    if not ranked:
        return
    _heading("Who is reported to act on whom", console)
    table = _table("actor", "recipient", "events", "types", "days", right=("events",))
    for dyad in ranked[:DYADS]:
        kinds = ", ".join(f"{kind} {n}" for kind, n in dyad.kinds.most_common(3))
        days = dyad.first if dyad.first == dyad.last else f"{dyad.first} – {dyad.last}"
        row = (
            digest.names[dyad.actor],
            digest.names[dyad.recipient],
            str(dyad.events),
            kinds,
            days,
        )
        table.add_row(*(Text(one_line(v, 44)) for v in row))
    console.print(table)
    _more(len(ranked) - DYADS, "pair", console)


def _links(digest: Digest, kept: Coded, console: Console) -> None:
    events = {e.event_id: e for e in kept.event_records}
    # Repeated tellings would only lengthen the chains.
    grown = [c for c in chains([k for k in kept.link_records if k.kind != "same"]) if c.after]
    if not grown:
        return
    _heading("What is reported to follow from what", console)
    for chain in grown[:LINKS]:
        tree = Tree(Text(_short(events[chain.event])), guide_style="dim")
        _grow(tree, chain, events)
        console.print(Padding(tree, (0, 0, 0, 2)))
    _more(len(grown) - LINKS, "chain", console)


def _grow(tree: Tree, chain: Chain, events: dict[str, Event]) -> None:
    for step, after in chain.after:
        branch = tree.add(
            Text.assemble((f"{wording.label('step', step)} ", "dim"), _short(events[after.event]))
        )
        _grow(branch, after, events)


def _short(event: Event) -> str:
    return one_line(f"{wording.parties(event)} ‘{event.trigger}’ ({wording.day(event.when)})", 90)


def _ties(digest: Digest, kept: Coded, console: Console) -> None:
    if not kept.tie_records:
        return
    _heading("Ties, as reported", console)
    for tie in kept.tie_records[:OTHERS]:
        source = f" (says {wording.names(tie.attributed_to)})" if tie.attributed_to else ""
        console.print(Text(f"  {one_line(wording.tie(tie) + source)}"), soft_wrap=True)
    _more(digest.ties - OTHERS, "tie", console)


def _claims(digest: Digest, kept: Coded, console: Console) -> None:
    if not kept.claim_records:
        return
    _heading("Claims that data could test", console)
    for claim in kept.claim_records[:OTHERS]:
        source = f" (says {wording.names(claim.attributed_to)})" if claim.attributed_to else ""
        words = one_line(digest.quotes.get(claim.claim_id) or claim.text, 140)
        console.print(
            Text("  " + one_line(f"{wording.label('claim', claim.kind)}: {words}{source}")),
            soft_wrap=True,
        )
    _more(digest.claims - OTHERS, "claim", console)


def _uncoded(digest: Digest, console: Console) -> None:
    if not digest.reasons:
        return
    _heading("Not coded, and why", console)
    for reason, number in digest.reasons.most_common(REASONS):
        console.print(Text(f"  {number:>5}  {one_line(reason, 120)}"), soft_wrap=True)
    _more(len(digest.reasons) - REASONS, "reason", console)


def _heading(text: str, console: Console) -> None:
    console.print()
    console.print(Text(text, style="bold underline"))


def _table(*columns: str, right: Iterable[str] = ()) -> Table:
    table = Table(box=None, pad_edge=True, header_style="dim", padding=(0, 1))
    for column in columns:
        table.add_column(column, justify="right" if column in right else "left", overflow="fold")
    return table


def _more(number: int, what: str, console: Console) -> None:
    if number > 0:
        console.print(Text(f"  … and {_counted(number, f'more {what}')}", style="dim"))


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
