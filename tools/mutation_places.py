"""The places of a file that mutation.py spoils, and what each is spoilt to: conditions, operators, numbers, statements, ways
out, statuses. The code is formatted, so that a few patterns find them.
"""
import collections
import os
import re

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|#[^\n]*|u?R"\(.*?\)"|(?:u8|u|U)?"(?:\\.|[^"\\\n])*"|(?:u8|u|U)?\'(?:\\.|[^\'\\\n])+\'',
                   re.S)
# The code is formatted: binary operators, and no brackets of templates, have blanks around them.
SWAPS = {" < ": " <= ", " <= ": " < ", " > ": " >= ", " >= ": " > ", " == ": " != ", " != ": " == ", " && ": " || ",
         " || ": " && ", " + ": " - ", " - ": " + ", " += ": " -= ", " -= ": " += ", "++": "--", "--": "++"}
ENUMS = {"Note::repeated": "Note::conflict", "Note::conflict": "Note::repeated", "Note::duplicate": "Note::conflict",
         "Note::unreported": "Note::forgotten", "Note::forgotten": "Note::unreported",
         "CampaignStatus::enqueued": "CampaignStatus::failed", "CampaignStatus::rejected": "CampaignStatus::failed",
         "CampaignStatus::failed": "CampaignStatus::rejected", "CampaignStatus::delivered": "CampaignStatus::enqueued",
         "Input::taken": "Input::under_way", "Input::under_way": "Input::taken",
         "Input::report_failed": "Input::report_rejected", "Input::report_rejected": "Input::report_failed",
         "Input::report_delivered": "Input::report_failed", "Input::failed_response": "Input::rejected_response",
         "Input::rejected_response": "Input::failed_response"}
STATEMENT = re.compile(r"^ +(?:(?:\+\+|--)[\w.\->\[\]()]+|[\w.\->\[\]*]+(?:\.|->)?\w*(?: [-+|&^]?= [^;{}]+|\([^;{}]*\)|\+\+|--));$")
# What a condition on the same line guards; and what leaves a block before its end.
GUARDED = re.compile(r"^ +(?:\} )?(?:else )?(?:if|for|while) (\()")
LEAVING = re.compile(r"^ {4,}(?:return\b[^;{}]*|break|continue);$")
FUNCTION = re.compile(r"^(?:  )?(?! |template|namespace|class|struct|union|enum|constexpr auto|(?:if|for|while|switch|else)\b)"
                      r"[\w:<>,&*\[\] ~]+\([^;={}]*\)(?: const)?(?: noexcept)? \{$")

KEY = re.compile(r"(\S+) \| (.*) \| ([^|]*(?:`\|\|`)?[^|]*)")


def blanked(text):
    """The same text with blanks for all that is no code."""
    return TOKEN.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def closing(code, at):
    depth = 0
    for i in range(at, len(code)):
        depth += (code[i] == "(") - (code[i] == ")")
        if depth == 0:
            return i
    return -1


def mutants(path):
    """(begin, end, replacement, what) for each place that can be spoilt."""
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        text = file.read()
    code = blanked(text)
    found = []
    for old, new in {**SWAPS, **ENUMS, "true": "false", "false": "true"}.items():
        word = old.isalpha() or "::" in old
        for at in re.finditer((r"\b%s\b" if word else "%s") % re.escape(old), code):
            line = code[code.rfind("\n", 0, at.start()) + 1:code.find("\n", at.start())]
            if "static_assert" in line or "template" in line:
                continue
            found.append((at.start(), at.end(), new, f"`{old.strip()}` to `{new.strip()}`"))
    for at in re.finditer(r"(?<![\w.'\"])(\d+)(?=[\s;,)\]])", code):
        line = code[code.rfind("\n", 0, at.start()) + 1:code.find("\n", at.start())]
        if "static_assert" not in line and "template" not in line:
            found.append((at.start(), at.end(), str(int(at[1]) + 1), f"`{at[1]}` to `{int(at[1]) + 1}`"))
    for at in re.finditer(r"\b(?:if|while) (\()", code):
        end = closing(code, at.start(1))
        if end > 0 and ";" not in code[at.start(1):end]:
            found.append((at.start(1), end + 1, "(!" + text[at.start(1):end + 1] + ")", "condition negated"))
    place = 0
    for line in code.splitlines(keepends=True):
        bare = line.rstrip("\n")
        if STATEMENT.match(bare) and not bare.strip().startswith(("return", "using", "throw", "static_assert")):
            found.append((place, place + len(bare), ";", "statement left out"))
        guarded = GUARDED.match(bare)
        end = closing(bare, guarded.start(1)) + 1 if guarded else 0
        if end > 0 and bare.endswith(";") and not bare[end:].strip().startswith(("throw", "if", "for", ";")):
            found.append((place + end, place + len(bare), " ;", "guarded statement left out"))
        if LEAVING.match(bare):
            found.append((place, place + len(bare), ";", "way out left out"))
        if FUNCTION.match(bare):
            end = place + len(bare)
            result = "return;" if re.match(r" *(?:\w+ )*void\b", bare) else "return {};"
            found.append((end, end, " " + result, "early return"))
        place += len(line)
    return [(path, text, begin, end, new, what + nth) for (begin, end, new, what), nth in with_ordinals(text, sorted(set(found)))]


def line_at(text, begin):
    return text[text.rfind("\n", 0, begin) + 1:].split("\n", 1)[0].strip()


def with_ordinals(text, found):
    """Each with ", the 2nd" where the file has the same line, or the line the same place, more than once."""
    keys = [(line_at(text, begin), what) for begin, _, _, what in found]
    many, met = collections.Counter(keys), collections.Counter()
    for key, each in zip(keys, found):
        met[key] += 1
        yield each, "" if many[key] == 1 else f", the {met[key]}" + {1: "st", 2: "nd", 3: "rd"}.get(met[key], "th")


def key_of(mutant):
    path, text, begin, _, _, what = mutant
    return f"{path} | {line_at(text, begin)} | {what}"
