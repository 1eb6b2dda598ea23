import { describe, expect, test } from "vitest";
import { lintKnownIssues, lintNotes, lintPage, lintSections, relativeLinks } from "./lint.ts";

const notes = `# Release 1.1.0

Users see a new search.

## What's New

Search finds more.

## Known Issues

None.

## Upgrade

Nothing to do.
`;

test("notes with everything in them have nothing to mend", () => {
  expect([...lintPage(notes), ...lintNotes(notes)]).toEqual([]);
});

describe("R47: what is missing in notes is named, all of it at once", () => {
  test("a section that is not there, and one that says nothing", () => {
    const bare = notes.replace("## Upgrade\n\nNothing to do.\n", "").replace("Search finds more.", "");
    expect(lintNotes(bare)).toEqual(["its section for what is new is empty", "it has no section for the upgrade"]);
  });

  test("nothing about what users will notice", () => {
    expect(lintNotes(notes.replace("Users see a new search.", ""))).toEqual([
      "its section for what users will notice is empty",
    ]);
  });

  test("a part that was not written yet says nothing", () => {
    expect(lintNotes(notes.replace("Nothing to do.", "Not written yet."))).toEqual([
      "its section for the upgrade is empty",
    ]);
  });
});

test.each([
  ["TODO: ask Di", 'it still says "TODO"'],
  ["Lorem ipsum dolor", 'it still says "Lorem ipsum"'],
  ["Dear [insert name],", 'it still says "[insert name]"'],
  ["Version {{version}}", 'it still says "{{version}}"'],
  ["see [there](#nowhere)", "its link #nowhere leads to no heading"],
])("what nobody has filled in: %s", (text, problem) => {
  expect(lintPage(`# Page\n\n${text}\n`)).toEqual([problem]);
});

test("code is no text: a placeholder in it is meant", () => {
  expect(lintPage("# Page\n\n`TODO`\n\n```\n{{name}}\n```\n\nFine. Todos are done.\n")).toEqual([]);
});

test("a section that has only sections below it says something", () => {
  expect(lintNotes(notes.replace("Search finds more.", "### Search\n\nFinds more."))).toEqual([]);
});

test("an empty page is nothing", () => expect(lintPage(" \n")).toEqual(["it is empty"]));

test("links within a page and to addresses are not files beside it", () => {
  expect(
    relativeLinks("[a](#page) [b](https://example.org/x) [c](docs/c.md#d) [d](mailto:a@b.c) ![e](<e.png>)"),
  ).toEqual(["docs/c.md", "e.png"]);
});

describe("R47: the known issues are the open defects", () => {
  test("two are open, one is written down: the other is named", () => {
    expect(lintKnownIssues("- SHOP-7: the cart forgets", ["SHOP-7", "SHOP-9"])).toEqual([
      "SHOP-9 is open and not in it",
    ]);
  });

  test("one is not another whose number begins alike", () => {
    expect(lintKnownIssues("- SHOP-71: slow", ["SHOP-7"])).toEqual(["SHOP-7 is open and not in it"]);
  });

  test("one that is written down and no longer open", () => {
    expect(lintKnownIssues("- SHOP-7: forgets\n- SHOP-8: slow, in UTF-8", ["SHOP-7"])).toEqual([
      "SHOP-8 is in it and not open",
    ]);
  });

  test("none at all has to be said", () => {
    expect(lintKnownIssues("# Known issues\n\nNone.", [])).toEqual([]);
    expect(lintKnownIssues("# Known issues\n\nIt works.", [])).toEqual(["nothing is open, and it does not say none"]);
  });
});

describe("R120: a page that has to speak of certain things", () => {
  const owed = [{ names: ["data", "database"] }, { names: ["steps"] }, { names: ["times", "time"] }];
  const page = "# Way back\n\n## Our database\n\nRestored.\n\n## Steps and times\n\n1. Switch, 2 minutes.\n";

  test("does so under headings that hold a word of each, and one heading may hold several", () => {
    expect(lintSections(page, owed)).toEqual([]);
  });

  test("is told all that it lacks at once: what is not there, what is empty, and what nobody filled in", () => {
    const bare = page.replace("## Our database\n\nRestored.", "TBD").replace("1. Switch, 2 minutes.", "");
    expect(lintSections(bare, owed)).toEqual([
      'it still says "TBD"',
      "it has no section for data",
      "its section for steps is empty",
      "its section for times is empty",
    ]);
  });

  test("the title of the page is none of them", () => {
    const titled = page.replace("# Way back", "# Data and steps").replace("## Our database\n\nRestored.", "Words.");
    expect(lintSections(titled, owed)).toEqual(["it has no section for data"]);
  });

  test("a word that only begins alike is another: metadata is no data", () => {
    expect(lintSections(page.replace("Our database", "Metadata"), owed)).toEqual(["it has no section for data"]);
  });

  test("asks nothing of a page that has to speak of nothing", () => expect(lintSections("", [])).toEqual([]));
});
