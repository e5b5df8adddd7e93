"""Everything that is measured, in one run: builds, notebooks, checks.

Read the ratios, not the seconds, when two machines are compared.
"""

from builds import table
from checks import bench_checks
from codings import bench_codings
from notebooks import rows


def main() -> None:
    """Print one table after the other."""
    print("Builds (floor: bare pandoc and Typst for every output of paper, poster and slides)\n")
    for line in table():
        print(line, flush=True)
    print("\nNotebooks and cells of documents\n")
    for case, seconds in rows():
        print(f"{case:<48} {seconds:>8.2f}", flush=True)
    print("\nChecks (floor: reading and normalising the same bytes)\n")
    print(bench_checks(), end="")
    print("\nCodings (floor: the bytes of the same files)\n")
    print(bench_codings(), end="")


if __name__ == "__main__":
    main()
