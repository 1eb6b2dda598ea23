import fc from "fast-check";
import { expect, test } from "vitest";
import { digest } from "../../../domain/units.ts";
import type { SshHost } from "./settings.ts";
import { isVacant, parseSlots, type Slot } from "./slot.ts";
import { spread } from "./spread.ts";

const builds = ["a", "b"].map((digit) => digest(`sha256:${digit.repeat(64)}`));
const [ours, other] = builds as [(typeof builds)[0], (typeof builds)[0]];
const host = (name: string): SshHost => ({ host: name, port: 22, user: "deploy", fingerprint: "", reach: name });

/** Hosts by what their slots hold: `a` and `b` are builds, `.` is free. */
const slots = (...hosts: readonly string[]): readonly Slot[] =>
  hosts.flatMap((held, i) => {
    const on = host(`h${i + 1}`);
    return [...held].map((one, j): Slot => {
      const build = one === "." ? null : one === "a" ? ours : other;
      return { host: on, port: 8080 + j, state: build === null ? "free" : "alive", build, note: "" };
    });
  });
const names = (chosen: readonly Slot[]): readonly string[] => chosen.map(({ host, port }) => `${host.host}:${port}`);

test("instances go to the host with the fewest of their build, then of all", () => {
  expect(names(spread(slots("..", "..", ".."), ours, 4))).toEqual(["h1:8080", "h2:8080", "h3:8080", "h1:8081"]);
  expect(names(spread(slots("a.", "..", ".."), ours, 2))).toEqual(["h2:8080", "h3:8080"]);
  expect(names(spread(slots("b...", "...."), ours, 1))).toEqual(["h2:8080"]);
});

const world = fc.array(fc.string({ unit: fc.constantFrom("a", "b", "."), minLength: 1, maxLength: 4 }), {
  minLength: 1,
  maxLength: 5,
});

test("only vacant slots are chosen, each once, as many as asked for or as there are", () => {
  fc.assert(
    fc.property(world, fc.nat(12), (hosts, count) => {
      const all = slots(...hosts);
      const chosen = spread(all, ours, count);
      expect(chosen).toHaveLength(Math.min(count, all.filter(isVacant).length));
      expect(new Set(chosen).size).toBe(chosen.length);
      expect(chosen.every(isVacant)).toBe(true);
    }),
  );
});

test("no host gets one while another with room has two fewer of this build", () => {
  fc.assert(
    fc.property(world, fc.nat(12), (hosts, count) => {
      const all = slots(...hosts);
      const chosen = new Set(spread(all, ours, count));
      const after = [...Map.groupBy(all, (one) => one.host).values()].map((on) => ({
        ours: on.filter((one) => chosen.has(one) || one.build === ours).length,
        got: on.some((one) => chosen.has(one)),
        full: on.every((one) => chosen.has(one) || !isVacant(one)),
      }));
      const fewest = Math.min(...after.filter(({ full }) => !full).map((one) => one.ours));
      for (const one of after) if (one.got) expect(one.ours).toBeLessThanOrEqual(fewest + 1);
    }),
  );
});

test("a slot is read from its line; what a login script prints, and a build that is none, are not", () => {
  const [one, two] = parseSlots(
    host("h1"),
    `Welcome!\nslot\t8080\talive\tsha256-${"a".repeat(64)}\tworks in /tmp\nslot\t8081\tfree\t-\t\n`,
  );
  expect(one).toMatchObject({ port: 8080, state: "alive", build: ours, note: "works in /tmp" });
  expect(two).toMatchObject({ port: 8081, state: "free", build: null, note: "" });
});
