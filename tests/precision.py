"""How many of the findings on the corpus a careful reader agreed with, rule by rule.

    python tests/precision.py [--low]

reads tests/corpus_findings.tsv (what is found now) and tests/corpus_verdicts.tsv (file, code, fingerprint, yes or no: read one by one
against the document). Findings of low confidence are hidden from users by default; `--low` counts them too. `unread` ones are new.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from pathlib import Path

FOUND = Path(__file__).with_name("corpus_findings.tsv")
READ = Path(__file__).with_name("corpus_verdicts.tsv")


def main(arguments: list[str]) -> None:
    """Print the table and the sum."""
    verdicts = {tuple(line.split("\t")[:3]): line.split("\t")[3] for line in READ.read_text(encoding="utf-8").splitlines()}
    tally: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for line in FOUND.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) < 6 or (cells[3] == "low" and "--low" not in arguments):
            continue
        file, code, fingerprint = cells[0], cells[1], cells[5]
        tally[code][verdicts.get((file, code, fingerprint), "unread")] += 1
    total: Counter[str] = Counter()
    print(f"{'rule':6} {'agreed':>7} {'refused':>8} {'unread':>7} {'precision':>10}")
    for code, counts in sorted(tally.items()):
        total.update(counts)
        print(_row(code, counts))
    print(_row("all", total))


def _row(name: str, counts: Counter[str]) -> str:
    judged = counts["yes"] + counts["no"]
    share = f"{counts['yes'] / judged:.2f}" if judged else "-"
    return f"{name:6} {counts['yes']:>7} {counts['no']:>8} {counts['unread']:>7} {share:>10}"


if __name__ == "__main__":
    main(sys.argv[1:])
