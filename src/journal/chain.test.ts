import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chainOf, happening, happenings } from "../../test/support/entries.ts";
import { seal, sha256, verifyChain } from "./chain.ts";
import type { Entry } from "./port.ts";

const stream = "release/cart-1";
const sound = chainOf(stream, happenings(5));

test("sha256 gives the digest of bytes and of text (FIPS 180-2, appendix B.1)", () => {
  const abc = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  expect(sha256("abc")).toBe(abc);
  expect(sha256(Buffer.from("abc"))).toBe(abc);
});

test("the first entry continues the stream's name, and its hash is that of a text anybody can write down", () => {
  const entry = seal("s", null, happening(1));
  const at = Date.UTC(2026, 10, 23, 12, 0, 1);

  expect(entry).toMatchObject({ version: 1, previous: sha256("s") });
  expect(entry.hash).toBe(
    sha256(
      `{"actor":{"id":"ada","kind":"human"},"at":${at},"data":{"n":1},"previous":"${sha256("s")}","stream":"s","type":"NoteTaken","version":1}`,
    ),
  );
});

test("what a store would not keep is not sealed either: missing data is null, an actor has two fields", () => {
  const actor = { kind: "human", id: "ada", shoeSize: 38 } as const;
  const entry = seal("s", null, { ...happening(1), data: undefined, actor });

  expect(entry.data).toBeNull();
  expect(entry.actor).toEqual({ kind: "human", id: "ada" });
});

describe("verifyChain", () => {
  const broken = (entries: readonly Entry[]) => {
    const verdict = verifyChain(entries);
    return verdict.ok ? "sound" : `${verdict.where}: ${verdict.problem}`;
  };
  const changed = (version: number, change: Partial<Entry>) =>
    sound.map((entry) => (entry.version === version ? { ...entry, ...change } : entry));
  const [one, two, three, four, five] = sound as [Entry, Entry, Entry, Entry, Entry];

  test("gives the head of a sound chain, and null for an empty one", () => {
    expect(verifyChain(sound)).toEqual({ ok: true, head: five.hash });
    expect(verifyChain([])).toEqual({ ok: true, head: null });
  });

  test("says at which version and how a chain is broken", () => {
    expect(broken(changed(3, { data: { n: 4 } }))).toMatchInlineSnapshot(
      `"3: edited: its content no longer gives its hash"`,
    );
    expect(broken(changed(2, seal(stream, one, happening(7))))).toMatchInlineSnapshot(
      `"3: it does not continue version 2: one of the two was replaced"`,
    );
    expect(broken([one, two, four, five])).toMatchInlineSnapshot(`"3: removed: version 4 comes next"`);
    expect(broken(sound.slice(1))).toMatchInlineSnapshot(`"1: removed: version 2 comes next"`);
    expect(broken([one, three, two, four, five])).toMatchInlineSnapshot(
      `"2: out of order: version 3 stands in its place"`,
    );
    expect(broken([one, two, { ...four, version: 3 }, { ...three, version: 4 }, five])).toMatchInlineSnapshot(
      `"3: edited or moved: it does not continue version 2 and its content no longer gives its hash"`,
    );
    expect(broken([one, two, two, three, four, five])).toMatchInlineSnapshot(
      `"3: put in: a second version 2 stands in its place"`,
    );
    expect(broken([one, { ...five, stream: "release/cart-2" }])).toMatchInlineSnapshot(
      `"2: an entry of the stream release/cart-2 stands in its place"`,
    );
    expect(broken(changed(4, { at: Number.NaN as Entry["at"] }))).toMatchInlineSnapshot(
      `"4: edited: its content no longer gives its hash"`,
    );
  });

  test("always finds a change of any field of any entry, at that entry", () => {
    const change = fc.constantFrom<Partial<Entry>>(
      { at: (one.at - 1) as Entry["at"] },
      { actor: { kind: "agent", id: "ada" } },
      { actor: { kind: "human", id: "bob" } },
      { type: "NoteLost" },
      { data: null },
      { previous: sha256("x") },
      { hash: sha256("x") },
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), change, (version, fields) => {
        expect(verifyChain(changed(version, fields))).toMatchObject({ ok: false, where: version });
      }),
    );
  });

  test("always finds any other order or selection, unless it is a beginning of the chain", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...sound), { maxLength: 7 }), (entries) => {
        const isBeginning = entries.every((entry, i) => entry.version === i + 1);
        expect(verifyChain(entries).ok).toBe(isBeginning);
      }),
    );
  });
});
