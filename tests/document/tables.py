"""Numbers and tables on pages, read back."""

import re

from layout import H2, body, is_heading

UNITS = {"": 1, "ns": 1, "us": 1e3, "µs": 1e3, "ms": 1e6, "s": 1e9, "mins": 60e9, "hrs": 3600e9,
         "days": 86400e9, "wks": 7 * 86400e9, "yrs": 365 * 86400e9, "B": 1, "kB": 2**10, "MB": 2**20, "GB": 2**30,
         "TB": 2**40, "PB": 2**50, "%": 1}
OF_CSV = {"microseconds": 1e3, "milliseconds": 1e6, "seconds": 1e9}
QUANTITY = re.compile(r"([<+−-]?)([\d,]+)(\.\d+)?(?:[eE]\+?(\d+))?([a-zA-Zµ%]*)")


def quantity(text):
    """(value, half a unit of its last digit), or None. "<0.1%" is anything below. Units that are not
    known are of one size."""
    found = QUANTITY.fullmatch(text)
    if not found:
        return None
    sign, whole, part, power, unit = found.groups()
    scale = UNITS.get(unit, 1) * 10.0 ** int(power or 0)
    value = float(whole.replace(",", "") + (part or "")) * scale
    slack = 0.5 * 10.0 ** -len((part or ".")[1:]) * scale
    if sign == "<":
        return 0, value
    return (-value if sign in "−-" and sign else value), slack


def same(ours, theirs):
    """Whether texts, or a text and an exact number, can say the same."""
    ours = quantity(ours)
    theirs = quantity(theirs) if isinstance(theirs, str) else (theirs, abs(theirs) * 1e-9)
    return bool(ours and theirs) and abs(ours[0] - theirs[0]) <= (ours[1] + theirs[1]) * 1.001 + 1e-9


TABLE_HEAD = ("flat", "flat%", "sum%", "cum", "cum%", "function")


class TableRow:
    def __init__(self, cells, page):
        self.cells, self.page, self.name = cells, page, ""


def table_rows(pdf, pages):
    """The rows of the table of functions of one chapter, and what is wrong with how it is set."""
    rows, wrong, open_row, has_begun = [], [], None, False
    for page in pages:
        head = page.row_with(*TABLE_HEAD)
        if not head:
            if has_begun:
                break
            continue
        has_begun, open_row = True, None
        ends = {word.text: word.right for word in head}
        start = next(word.left for word in head if word.text == "function")
        for row in body(page):
            if row[0].base <= head[0].base + 1:
                continue
            if row[0].text == "Table" or is_heading(row):
                return rows, wrong + ([] if open_row else [f"page {page.number}: a head without rows"])
            cells = [next((word.text for word in row if abs(word.right - ends[name]) < 0.7), "")
                     for name in TABLE_HEAD[:-1]]
            if all(cells):
                open_row = TableRow(cells, page.number)
                rows.append(open_row)
            elif any(cells) or not open_row:
                wrong.append(f"page {page.number}: {[word.text for word in row]}")
                continue
            open_row.name += "".join(word.text for word in row if word.left >= start - 1)
        if not open_row:
            wrong.append(f"page {page.number}: a head without rows")
    return rows, wrong


def same_row(cells, numbers):
    """Shares are said without a sign, as pprof does."""
    return all(same(ours, abs(number) if at in (1, 2, 4) else number)
               for at, (ours, number) in enumerate(zip(cells, numbers)))


def is_name(shown, name):
    """A name as it is shown: without spaces, which are lost where lines break, up to what is left out."""
    shown, name = shown.replace(" ", ""), re.sub(r"\s", "", name)
    start = shown.split("…")[0]
    return shown.startswith(name) or (len(start) < len(shown) and name.startswith(start))


def is_own(shown, name):
    """Also short of the path of its package, or in the middle."""
    shown, name = re.sub(r"\s", "", shown).split("…"), re.sub(r"\s", "", name).removesuffix("...")
    return is_name("".join(shown), name) or all(part in name or part.split("::")[-1] in name for part in shown)


def block_of(page, title):
    """The rows about a function: its name may go on below, and may begin like another's."""
    starts = [at for at, row in enumerate(page.rows) if abs(row[0].height - H2) < 0.15]
    starts = [at for at in starts if at - 1 not in starts]
    names = {at: "".join(word.text for word in page.rows[at]).split("…")[0] for at in starts}
    fitting = [at for at in starts if title.replace(" ", "").startswith(names[at])]
    if not fitting:
        return None
    at = max(fitting, key=lambda at: len(names[at]))
    return page.rows[at:next((start for start in starts if start > at), len(page.rows))]


def columns_below(rows, head, left, right):
    """(name, value, share) of the rows below a head until the next gap, between two edges."""
    value, share = (next(word.right for word in head if word.text == text and left < word.left < right)
                    for text in ("value", "cum"))
    found, base = [], head[0].base
    for row in rows:
        if row[0].base <= head[0].base + 1:
            continue
        words = [word for word in row if left - 1 < word.left < right]
        if not words:
            continue
        if words[0].base - base > 20:
            break
        base = words[0].base
        cells = [next((word.text for word in words if abs(word.right - end) < 0.7), "") for end in (value, share)]
        name = "".join(word.text for word in words if word.text not in cells or word.left < left + 60)
        if all(cells):
            found.append([name, *cells])
        elif found:
            found[-1][0] += name
    return found
