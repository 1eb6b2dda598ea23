import fc from "fast-check";
import { expect, test } from "vitest";
import { complaintsAbout, configOf } from "../../test/support/complaints.ts";
import { readDatabase } from "./database.ts";

test.each([
  "$SHOP_JOURNAL",
  "postgresql://db.example/headgate",
  "postgres://headgate@db.example:5432/headgate?sslmode=verify-full&sslrootcert=/etc/ca.pem",
  "postgresql://headgate@%2Frun%2Fpostgresql/headgate",
  "postgresql:///headgate?host=/run/postgresql&port=5433",
  "postgresql://ann@[::1]:5432/h",
])("%s says where the journal is", (given) => {
  expect(configOf(`database: ${given}\n`).database).toBe(given);
  expect(readDatabase("headgate.yaml", `database: ${given}\n`)).toEqual({ ok: true, value: given });
});

test("without it the journal is the embedded one", () => {
  expect(configOf("").database).toBeUndefined();
});

const password =
  "database: has a password in it, and this file is kept with each release; write $NAME and set that variable where headgate runs, or leave the password to PGPASSWORD or ~/.pgpass";
const address =
  "database: is no address of PostgreSQL; write $NAME for a variable, or postgresql://user@host:5432/database without a password";

test.each([
  ["postgresql://ann:hunter2@db.example/h", password],
  ["postgres://ann:$SECRET@db.example/h", password],
  ["postgresql://db.example/h?user=ann&password=hunter2", password],
  ["postgresql://ann:12/34@db.example/h", password],
  ["mysql://db.example/h", address],
  ["postgresql://db.example", address],
  ["postgresql://ann:hunter2", address],
  ["postgresql://db.example/h?sslkeypass=hunter2", address],
  ["$", address],
  ["", address],
  ["7", address],
])("%s is refused with what to write instead", (given, complaint) => {
  expect(complaintsAbout(`database: ${given}\n`)).toEqual([complaint]);
});

test("a password is refused wherever it stands, and never repeated", () => {
  const secret = "hunter2";
  const sign = fc.constantFrom("", "%", "@", "/", "?", "#", ":", "&", "=", "$", "[", "1", "a");
  fc.assert(
    fc.property(sign, sign, sign, sign, (a, b, c, d) => {
      const given = JSON.stringify(`postgresql://ann:${a}${secret}${b}@db.example${c}/h${d}`);
      const said = complaintsAbout(`database: ${given}\n`);
      expect(said).toHaveLength(1);
      expect(said[0]).not.toContain(secret);
    }),
  );
});

test("other mistakes of the file keep nobody from the journal, one of this key does", () => {
  expect(readDatabase("headgate.yaml", "sevrice: Shop!\ndatabase: $SHOP_JOURNAL\n")).toEqual({
    ok: true,
    value: "$SHOP_JOURNAL",
  });
  const wrong = readDatabase("headgate.yaml", "service: shop\ndatabase: postgres://u:p@h/d\n");
  expect(wrong).toMatchObject({ ok: false, problems: [{ line: 2, path: "database" }] });
  expect(readDatabase("headgate.yaml", "database: [\n")).toMatchObject({ ok: false });
});
