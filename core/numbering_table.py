#!/usr/bin/python3
"""Writes core/numbering_table.inc from libphonenumber's metadata (package python3-phonenumbers).

Run by hand, never by the build:

    /usr/bin/python3 core/numbering_table.py > core/numbering_table.inc

The metadata are regular expressions. They are walked digit by digit as automata, so that what is said of a prefix holds
for every number under it: nothing is sampled.
"""

import functools
import sys
from re import _parser

import phonenumbers
from phonenumbers.phonemetadata import PhoneMetadata

TYPES = ("premium_rate", "toll_free", "shared_cost", "voip", "personal_number", "pager", "uan", "voicemail",
         "fixed_line", "mobile")
NO_COUNTRY = "001"
MAX_DIGITS = 15


class Pattern:
    """A nondeterministic automaton for one regular expression over digits; a state is a frozenset of its nodes."""

    def __init__(self, regex, open_ended=False):
        self.edges = []  # node -> [(digits, node)]
        self.jumps = []  # node -> [node]
        self.accept = self.node()
        if open_ended:
            self.edges[self.accept].append((frozenset("0123456789"), self.accept))
        self.start = self.close([self.sequence(list(_parser.parse(regex)), self.accept)])

    def node(self):
        self.edges.append([])
        self.jumps.append([])
        return len(self.edges) - 1

    def sequence(self, items, after):
        for item in reversed(items):
            after = self.item(item, after)
        return after

    def item(self, item, after):
        op, arg = str(item[0]), item[1]
        if op == "LITERAL":
            return self.edge(frozenset(chr(arg)), after)
        if op == "IN":
            return self.edge(self.digits(arg), after)
        if op == "BRANCH":
            node = self.node()
            self.jumps[node] = [self.sequence(list(branch), after) for branch in arg[1]]
            return node
        if op == "MAX_REPEAT" and arg[1] <= MAX_DIGITS:
            least, most, body = arg
            end = after
            for i in range(most, 0, -1):
                node = self.sequence(list(body), after)
                if i > least:
                    optional = self.node()
                    self.jumps[optional] = [node, end]
                    node = optional
                after = node
            return after
        if op == "SUBPATTERN":
            return self.sequence(list(arg[3]), after)
        raise ValueError(f"unknown construct {op}")

    def edge(self, digits, after):
        node = self.node()
        self.edges[node].append((digits, after))
        return node

    @staticmethod
    def digits(members):
        found = set()
        for op, arg in members:
            if str(op) == "LITERAL":
                found.add(chr(arg))
            elif str(op) == "RANGE":
                found.update(chr(c) for c in range(arg[0], arg[1] + 1))
            elif str(arg) == "CATEGORY_DIGIT":
                found.update("0123456789")
            else:
                raise ValueError(f"unknown class {op} {arg}")
        return frozenset(found)

    def close(self, nodes):
        seen, todo = set(), list(nodes)
        while todo:
            node = todo.pop()
            if node not in seen:
                seen.add(node)
                todo.extend(self.jumps[node])
        return frozenset(n for n in seen if self.edges[n] or n == self.accept)

    @functools.lru_cache(maxsize=None)
    def step(self, state, digit):
        return self.close(after for node in state for digits, after in self.edges[node] if digit in digits)


class Description:
    """One kind of number in one region: a pattern and the possible lengths (none given: those of the region)."""

    def __init__(self, description):
        self.pattern = Pattern(description.national_number_pattern)
        self.lengths = [n for n in description.possible_length if n > 0]

    def accepts(self, state, length):
        return self.pattern.accept in state and (not self.lengths or length in self.lengths)


class Region:
    """Tells, state by state, what libphonenumber would say of a national number: of this region or not, and what."""

    def __init__(self, name, calling_code):
        self.name = name
        data = PhoneMetadata.metadata_for_region_or_calling_code(calling_code, name)
        described = {t: getattr(data, t) for t in TYPES}
        self.kinds = [t for t in TYPES if described[t] is not None and described[t].national_number_pattern]
        self.descriptions = [Description(data.general_desc)] + [Description(described[t]) for t in self.kinds]
        self.leading = Pattern(data.leading_digits, open_ended=True) if data.leading_digits else None
        self.patterns = [d.pattern for d in self.descriptions] + ([self.leading] if self.leading else [])
        self.start = tuple(p.start for p in self.patterns)

    def step(self, state, digit):
        return tuple(p.step(s, digit) for p, s in zip(self.patterns, state))

    def kinds_of(self, state, length):
        if not self.descriptions[0].accepts(state[0], length):
            return ()
        return tuple(kind for kind, description, part in zip(self.kinds, self.descriptions[1:], state[1:])
                     if description.accepts(part, length))

    def claims(self, state, length):
        if self.leading:
            return self.leading.accept in state[-1]
        return bool(self.kinds_of(state, length))

    def is_kind(self, kind, state, length):
        """Of this kind, perhaps FIXED_LINE_OR_MOBILE, and of none that libphonenumber asks for first."""
        kinds = self.kinds_of(state, length)
        return kind in kinds and not set(kinds) - {"mobile", "fixed_line"}


class CallingCode:
    def __init__(self, code, names):
        self.code = code
        self.regions = [Region(name, code) for name in names]
        self.start = tuple(r.start for r in self.regions)
        self.memo = {}

    def step(self, state, digit):
        return tuple(r.step(s, digit) for r, s in zip(self.regions, state))

    def room(self):
        return MAX_DIGITS - len(str(self.code))

    def verdict(self, state, length):
        """The region of a number that ends here, when it is valid; else None."""
        if self.code == 1 and length != 10:
            return None  # +1 310 xxxx, a service of Canada: country_of() knows it, a table of prefixes cannot
        for region, part in zip(self.regions, state):
            if len(self.regions) == 1 or region.claims(part, length):
                return region.name if region.kinds_of(part, length) else None
        return None

    def outcomes(self, state, length):
        """All regions of the valid numbers that go on from here."""
        key = (state, length)
        if key not in self.memo:
            found = set()
            name = self.verdict(state, length)
            if name:
                found.add(name)
            if length < self.room() and any(part[0] for part in state):
                for digit in "0123456789":
                    found |= self.outcomes(self.step(state, digit), length + 1)
            self.memo[key] = frozenset(found)
        return self.memo[key]

    def prefixes(self):
        """The shortest list of (prefix, region) that longest-prefix lookup needs; the first is the code itself."""
        main = self.regions[0].name
        rows = [(str(self.code), main)]
        if len(self.regions) > 1:
            self.split(self.start, "", main, rows)
        return rows

    def split(self, state, prefix, inherited, rows):
        found = self.outcomes(state, len(prefix))
        if not found or found == {inherited}:
            return
        if len(found) == 1:
            rows.append((str(self.code) + prefix, next(iter(found))))
            return
        if self.verdict(state, len(prefix)):
            sys.exit(f"+{self.code}{prefix}: the region hangs on the length, which the table cannot say")
        children = [self.step(state, digit) for digit in "0123456789"]
        single = [self.outcomes(child, len(prefix) + 1) for child in children]
        # Where most ways on lead to one region, say so here once.
        votes = {}
        for regions in single:
            if len(regions) == 1:
                name = next(iter(regions))
                votes[name] = votes.get(name, 0) + 1
        best = max(votes, key=lambda name: (votes[name], name), default=inherited)
        dead = any(not regions for regions in single)  # stays with the main country
        if best != inherited and votes[best] > votes.get(inherited, 0) + 1 and not dead:
            rows.append((str(self.code) + prefix, best))
            inherited = best
        for digit, child in zip("0123456789", children):
            self.split(child, prefix + digit, inherited, rows)

    # Plans: where do most trailing digits run free?

    def free(self, index, kind, state, length, k, memo):
        """Is every one of the 10^k numbers that end k digits on one of this region and kind?"""
        key = (state, length, k)
        if key not in memo:
            region = self.regions[index]
            memo[key] = self.verdict(state, length) == region.name and region.is_kind(
                kind, state[index], length) if k == 0 else all(
                    self.free(index, kind, self.step(state, digit), length + 1, k - 1, memo) for digit in "0123456789")
        return memo[key]

    def plan(self, index):
        """(example without calling code, free digits).

        A fixed line where the mobile numbers cannot be told from those of the main country. As long as libphonenumber's
        example, for the look of it, unless more than seven digits' worth of numbers are only to be had otherwise.
        """
        region = self.regions[index]
        for kind, number_type in (("mobile", phonenumbers.PhoneNumberType.MOBILE),
                                  ("fixed_line", phonenumbers.PhoneNumberType.FIXED_LINE)):
            example = phonenumbers.example_number_for_type(region.name, number_type)
            text = phonenumbers.national_significant_number(example) if example else ""
            usual = self.plan_of(index, kind, text, (len(text),))
            if usual and usual[1] >= 7:
                return usual
            longest = self.plan_of(index, kind, text, range(1, self.room() + 1))
            if longest:
                return usual if usual and usual[1] == longest[1] else longest
        return None

    def plan_of(self, index, kind, example, lengths):
        """The most free digits among numbers of these lengths; with libphonenumber's example if it has as many."""
        name = self.regions[index].name
        memo, seen = {}, set()
        best = ("", 0)

        def visit(state, prefix):
            nonlocal best
            length = len(prefix)
            if (state, length) in seen or name not in self.outcomes(state, length):
                return
            seen.add((state, length))
            for total in lengths:
                if total - length > best[1] and self.free(index, kind, state, length, total - length, memo):
                    best = (prefix, total - length)
            if length < max(lengths) and max(lengths) - length > best[1]:
                for digit in "0123456789":
                    visit(self.step(state, digit), prefix + digit)

        visit(self.start, "")
        head, free = best
        if free == 0:
            return None
        if len(example) in lengths and len(example) > free:
            state = self.start
            for digit in example[:-free]:
                state = self.step(state, digit)
            if self.free(index, kind, state, len(example) - free, free, memo):
                return example, free
        return head + "1234567890"[:free], free


def main():
    codes = [CallingCode(code, names) for code, names in sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE.items())]
    out = ["// Generated by core/numbering_table.py from libphonenumber's metadata, python3-phonenumbers "
           + phonenumbers.__version__ + ". Do not edit.", "// clang-format off", ""]
    out += ["// Prefix -> region; the longest that fits counts, a shorter one stands before it. \"\" is no country.",
            "constexpr PrefixRow kPrefixRows[] = {"]
    for code in codes:
        cells = [f'{{{prefix}, "{"" if name == NO_COUNTRY else name}"}},' for prefix, name in code.prefixes()]
        line = "   "
        for cell in cells:
            if len(line) + len(cell) + 1 > 120:
                out.append(line)
                line = "     "
            line += " " + cell
        out.append(line)
    out += ["};", "", "// Region, calling code, an example, how many of its last digits are free.",
            "constexpr PlanRow kPlanRows[] = {"]
    plans = []
    for code in codes:
        for index, region in enumerate(code.regions):
            if region.name == NO_COUNTRY:
                continue
            plan = code.plan(index)
            if plan is None:
                sys.exit(f"{region.name}: no numbers")
            plans.append((region.name, code.code, f"{code.code}{plan[0]}", plan[1]))
    for name, code, example, free in sorted(plans):
        out.append(f'    {{"{name}", {code}, {example}, {free}}},')
    out += ["};", "", "// clang-format on"]
    print("\n".join(out))


if __name__ == "__main__":
    main()
