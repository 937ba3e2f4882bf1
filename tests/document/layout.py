"""What holds of every report: where its words stand, heads and feet, faces, links."""

from pdf_reader import outside, overlaps

SIDE, EDGE, BODY_END = 48, 26, 40  # points: margins, and where the foot is
H1, H2, H3 = 24.2, 15.7, 12.7      # heights of a word in a heading
LEAST = 6 * 1.16  # of the face with the least ascent and descent


def few(wrong):
    return f"{len(wrong)}: " + "; ".join(map(str, wrong[:4]))


def body(page):
    """The rows between running head and foot."""
    return [row for row in page.rows if row[0].base > 40 and row[0].base < page.height - BODY_END]


def is_heading(row):
    return abs(row[0].left - SIDE) < 0.6 and any(abs(row[0].height - size) < 0.15 for size in (H1, H2, H3))


def bare_headings(page):
    rows = body(page)
    return [f"page {page.number}: {rows[-1][0]}"] if rows and is_heading(rows[-1]) else []


def heads_and_feet(pdf):
    wrong = []
    for page in pdf.pages:
        foot = [word.text for word in page.rows[-1]] if page.rows else []
        head = page.rows[0] if page.rows else []
        if foot[-3:] != [str(page.number), "of", str(len(pdf.pages))] or foot[:1] != ["render"]:
            wrong.append(f"page {page.number} ends with {foot}")
        if not head or not 25 < head[0].top < 40 or abs(head[0].left - SIDE) > 1:
            wrong.append(f"page {page.number} begins with {head[:3]}")
    return wrong


def too_small(page):
    """Words of less than 6 points."""
    return [f"page {page.number}: {word}" for word in page.words if word.is_text and word.height < LEAST]


def layout(suite, name, pdf):
    """Where words stand, on any pages."""
    suite.check(f"{name}: a whole PDF", not pdf.wrong, pdf.wrong[:500])
    suite.check(f"{name}: pages", pdf.pages)
    for what, find in (("no words overlap", overlaps), ("no bare heading", bare_headings),
                       ("no small print", too_small),
                       ("nothing in the margins", lambda page: outside(page, SIDE, EDGE, SIDE, EDGE))):
        wrong = [each for page in pdf.pages for each in find(page)]
        suite.check(f"{name}: {what}", not wrong, few(wrong))
    wrong = heads_and_feet(pdf)
    suite.check(f"{name}: heads and feet", not wrong, few(wrong))
    wrong = [font for font in pdf.fonts() if not font[1] or not font[2]]
    suite.check(f"{name}: faces embedded, and subsets", not wrong and pdf.fonts(), wrong)


def links(suite, name, pdf):
    places = pdf.places()
    found = pdf.links()
    wrong = [link for link in found if link[0] != "uri" and (link[0] != "place" or link[1] not in places)]
    suite.check(f"{name}: links lead somewhere", not wrong, few(wrong))
    wrong = [place for place in places.items()
             if not 1 <= place[1][0] <= len(pdf.pages)
             or not 0 <= place[1][1] <= pdf.pages[place[1][0] - 1].height]
    suite.check(f"{name}: places are on pages", not wrong, few(wrong))
    return places, found
