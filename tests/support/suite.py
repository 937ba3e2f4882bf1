"""Counting checks. A failed one is told at once; the last line counts, as the test runner expects."""

import sys


class Suite:
    def __init__(self, verbose=False):
        self.passed = self.failed = self.skipped = 0
        self.verbose = verbose

    def check(self, name, condition, detail=""):
        if condition:
            self.passed += 1
            if self.verbose:
                print(f"ok: {name}")
        else:
            self.failed += 1
            print(f"FAILED: {name}" + (f": {detail}" if detail else ""), flush=True)
        return bool(condition)

    def skip(self, name, why):
        self.skipped += 1
        print(f"skipped: {name}: {why}", flush=True)

    def finish(self):
        """Exits: 77 tells meson that all was skipped."""
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        print(f"{self.passed} passed, {self.failed} failed{skipped}")
        sys.exit(1 if self.failed else 0 if self.passed else 77)
