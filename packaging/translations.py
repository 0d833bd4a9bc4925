"""Keep the catalogues of translations: i18n/footplate_<language>.ts (text) and .qm (compiled, shipped).

    python packaging/translations.py update     bring the .ts up to date with the sources
    python packaging/translations.py todo       print what is not translated yet, as JSON for `fill`
    python packaging/translations.py fill FILE  put translations into the Chinese catalogue
    python packaging/translations.py release    compile the .qm
    python packaging/translations.py check      nothing unfinished, stale, contradicting the glossary or uncompiled

English is the source language: its catalogue holds only the plural forms. `i18n/glossary.csv` says the words of both
languages; its column `banned_zh` holds, separated by `|`, what must not stand in Chinese text (`re:` marks a pattern).
"""

import ast
import csv
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree  # the catalogues are our own files

ROOT = Path(__file__).resolve().parent.parent
I18N = ROOT / "i18n"
CHINESE = I18N / "footplate_zh_CN.ts"
ENGLISH = I18N / "footplate_en.ts"
GLOSSARY = I18N / "glossary.csv"
RESOURCES = ROOT / "resources"
PLACEHOLDER = re.compile(r"%L?\d|%n|\{[A-Za-z_][A-Za-z_0-9]*(?:[:!][^{}]*)?\}|&(?=[A-Za-z])")


@dataclass(frozen=True)
class Message:
    """One entry of a catalogue. `forms` holds the plural forms, or the one translation."""

    context: str
    source: str
    comment: str
    plural: bool
    state: str
    forms: tuple[str, ...]

    @property
    def key(self) -> tuple[str, str, str, bool]:
        return self.context, self.source, self.comment, self.plural


# ---------------------------------------------------------------------------------------------- Qt's tools
def tool(name: str) -> str:
    """Qt's tool beside this interpreter."""
    return str(Path(sys.executable).parent / f"pyside6-{name}")


@dataclass(frozen=True, order=True)
class Text:
    """One text in the sources that is to be translated."""

    context: str
    source: str
    comment: str
    plural: bool


def texts_in(tree: ast.AST, owner: str = "") -> Iterator[Text]:
    """Texts of `tr`, `translate`, QT_TR_NOOP and QT_TRANSLATE_NOOP; `owner` is the class around, the context of tr.

    Qt's own reader of Python takes a plural for one only where the number is a literal, and at times the wrong class
    for the context, so it is given what is found here.
    """
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef):
            yield from texts_in(node, node.name)
            continue
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            words = [part.value if isinstance(part, ast.Constant) else None for part in node.args]
            if name in ("tr", "QT_TR_NOOP") and words and isinstance(words[0], str):
                yield Text(owner, words[0], _comment(words, 1), len(words) > 2 or _has_number(node))
            elif name in ("translate", "QT_TRANSLATE_NOOP") and _are_texts(words[:2]):
                yield Text(str(words[0]), str(words[1]), _comment(words, 2), len(words) > 3 or _has_number(node))
        yield from texts_in(node, owner)


def _are_texts(words: list[Any]) -> bool:
    return len(words) == 2 and all(isinstance(word, str) for word in words)


def _comment(words: list[Any], place: int) -> str:
    return words[place] if len(words) > place and isinstance(words[place], str) else ""


def _has_number(node: ast.Call) -> bool:
    return any(keyword.arg == "n" for keyword in node.keywords)


def sources() -> list[Text]:
    """Every text of the program, each once, sorted."""
    files = sorted((ROOT / "app").rglob("*.py"))
    return sorted({text for file in files for text in texts_in(ast.parse(file.read_bytes()))})


def run_lupdate(target: Path, language: str) -> None:
    only_plurals = ["-pluralonly"] if language == "en" else []
    lines = ["from PySide6.QtCore import QCoreApplication"]
    for text in sources():
        words = ", ".join(json.dumps(word, ensure_ascii=False) for word in (text.context, text.source, text.comment))
        lines.append(f"QCoreApplication.translate({words}{', 1' if text.plural else ''})")
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "texts.py"
        found.write_text("\n".join(lines) + "\n", encoding="utf-8")
        subprocess.run(
            [
                tool("lupdate"), "-silent", "-no-obsolete", "-locations", "none", "-source-language", "en",
                "-target-language", language, *only_plurals, str(found), "-ts", str(target),
            ],
            check=True,
        )  # fmt: skip


def run_lrelease(source: Path, target: Path) -> None:
    subprocess.run([tool("lrelease"), "-silent", str(source), "-qm", str(target)], check=True)


# ---------------------------------------------------------------------------------------------- reading
def messages(catalogue: Path) -> list[Message]:
    found = []
    for context in ElementTree.parse(catalogue).getroot().iter("context"):
        name = context.findtext("name", "")
        for entry in context.iter("message"):
            translation = entry.find("translation")
            forms: tuple[str, ...] = ()
            state = "unfinished"
            if translation is not None:
                state = translation.get("type", "finished")
                plural_forms = [form.text or "" for form in translation.iter("numerusform")]
                forms = tuple(plural_forms) or (translation.text or "",)
            found.append(
                Message(
                    context=name,
                    source=entry.findtext("source", ""),
                    comment=entry.findtext("comment", ""),
                    plural=entry.get("numerus") == "yes",
                    state=state,
                    forms=forms,
                )
            )
    return found


def banned(glossary: Path) -> list[tuple[str, re.Pattern[str]]]:
    """(the term, what must not stand for it) for every banned variant."""
    found = []
    with glossary.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for variant in re.split(r"\|(?![^()]*\))", row["banned_zh"] or ""):
                if variant.startswith("re:"):
                    found.append((row["term_zh_CN"], re.compile(variant[3:])))
                elif variant:
                    found.append((row["term_zh_CN"], re.compile(re.escape(variant))))
    return found


def chinese_texts(value: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """(where, text) of every Chinese text in a resource file: what stands under a key that starts with "zh"."""
    if isinstance(value, str) and "/zh" in where:
        yield where, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from chinese_texts(item, f"{where}/{key}")
    elif isinstance(value, list):
        for n, item in enumerate(value):
            yield from chinese_texts(item, f"{where}/{n}")


# ---------------------------------------------------------------------------------------------- the checks
def faults_of_catalogue(catalogue: Path) -> list[str]:
    """What is unfinished, empty or has other placeholders than its source."""
    faults = []
    for message in messages(catalogue):
        name = f"{catalogue.name}: {message.context}: {message.source!r}"
        if message.state != "finished":
            faults.append(f"{name} is {message.state}")
            continue
        if not all(form.strip() for form in message.forms) and message.source.strip():
            faults.append(f"{name} has an empty translation")
        for form in message.forms:
            said, asked = sorted(PLACEHOLDER.findall(form)), sorted(PLACEHOLDER.findall(message.source))
            one_of_a_plural = message.plural and [mark for mark in said if mark != "%n"] == [
                mark for mark in asked if mark != "%n"
            ]
            if said != asked and not one_of_a_plural:
                faults.append(f"{name} has the placeholders {said}, its source {asked}")
    return faults


def faults_of_freshness(catalogue: Path, language: str) -> list[str]:
    """What the sources have and the catalogue has not, and the other way round."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / catalogue.name
        run_lupdate(fresh, language)
        wanted = {message.key for message in messages(fresh)} if fresh.is_file() else set()
    have = {message.key for message in messages(catalogue)}
    return [f"{catalogue.name}: {key[0]}: {key[1]!r} is not in it yet" for key in sorted(wanted - have)] + [
        f"{catalogue.name}: {key[0]}: {key[1]!r} is no longer in the sources" for key in sorted(have - wanted)
    ]


def faults_of_compiled(catalogue: Path) -> list[str]:
    compiled = catalogue.with_suffix(".qm")
    if not compiled.is_file():
        return [f"{compiled.name} is missing"]
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / compiled.name
        run_lrelease(catalogue, fresh)
        if fresh.read_bytes() != compiled.read_bytes():
            return [f"{compiled.name} was not made from {catalogue.name}"]
    return []


def faults_of_words(catalogue: Path, resources: Path, glossary: Path) -> list[str]:
    """Banned variants in the Chinese catalogue and in the Chinese texts of the resources."""
    texts = [
        (f"{catalogue.name}: {message.context}: {message.source!r}", form)
        for message in messages(catalogue)
        for form in message.forms
    ]
    for file in sorted(resources.rglob("*.json")):
        told = json.loads(file.read_text(encoding="utf-8"))
        texts += [(f"{file.name}: {where}", text) for where, text in chinese_texts(told)]
    return [
        f"{where}: {found.group()!r} must not stand here; the word is {term}"
        for term, variant in banned(glossary)
        for where, text in texts
        if (found := variant.search(text))
    ]


def check() -> list[str]:
    faults = []
    for catalogue, language in ((CHINESE, "zh_CN"), (ENGLISH, "en")):
        if not catalogue.is_file():
            faults.append(f"{catalogue.name} is missing")
            continue
        faults += faults_of_freshness(catalogue, language)
        faults += faults_of_catalogue(catalogue)
        faults += faults_of_compiled(catalogue)
    if CHINESE.is_file():
        faults += faults_of_words(CHINESE, RESOURCES, GLOSSARY)
    return faults


# ---------------------------------------------------------------------------------------------- the verbs
def update() -> None:
    run_lupdate(CHINESE, "zh_CN")
    run_lupdate(ENGLISH, "en")


def release() -> None:
    for catalogue in (CHINESE, ENGLISH):
        run_lrelease(catalogue, catalogue.with_suffix(".qm"))


def todo() -> dict[str, dict[str, dict[str, str | list[str]]]]:
    """language -> context -> source (and comment after a tab) -> "" or a list of plural forms."""
    found: dict[str, dict[str, dict[str, str | list[str]]]] = {}
    for language, catalogue in (("zh_CN", CHINESE), ("en", ENGLISH)):
        for message in messages(catalogue):
            if message.state == "finished":
                continue
            key = message.source + (f"\t{message.comment}" if message.comment else "")
            empty: str | list[str] = [""] * len(message.forms) if message.plural else ""
            found.setdefault(language, {}).setdefault(message.context, {})[key] = empty
    return found


def fill(told: dict[str, dict[str, dict[str, str | list[str]]]]) -> int:
    """Enter translations of the form that `todo` prints; how many were entered."""
    entered = 0
    for language, catalogue in (("zh_CN", CHINESE), ("en", ENGLISH)):
        tree = ElementTree.parse(catalogue)
        for context in tree.getroot().iter("context"):
            texts = told.get(language, {}).get(context.findtext("name", ""), {})
            for entry in context.iter("message"):
                comment = entry.findtext("comment", "")
                text = texts.get(entry.findtext("source", "") + (f"\t{comment}" if comment else ""))
                translation = entry.find("translation")
                if not text or translation is None:
                    continue
                if isinstance(text, list):
                    for form, words in zip(translation.iter("numerusform"), text, strict=True):
                        form.text = words
                else:
                    translation.text = text
                translation.attrib.pop("type", None)
                entered += 1
        tree.write(catalogue, encoding="utf-8", xml_declaration=True)
    update()
    return entered


def main(arguments: list[str]) -> int:
    verb = arguments[0] if arguments else ""
    if verb == "update":
        update()
    elif verb == "release":
        release()
    elif verb == "todo":
        print(json.dumps(todo(), ensure_ascii=False, indent=1))
    elif verb == "fill" and len(arguments) == 2:
        print(fill(json.loads(Path(arguments[1]).read_text(encoding="utf-8"))))
    elif verb == "check":
        faults = check()
        print("\n".join(faults) if faults else "translations: ok")
        return 1 if faults else 0
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
