import fc from "fast-check";
import { expect, test } from "vitest";
import { AppError } from "../errors.ts";
import { connectionOf } from "./postgres-url.ts";

test("a whole url", () => {
  expect(connectionOf("postgresql://ann:p%25w%2F%3A@db.example:6543/headgate?sslmode=disable")).toEqual({
    host: "db.example",
    port: 6543,
    database: "headgate",
    user: "ann",
    password: "p%w/:",
    ssl: false,
    where: "db.example:6543/headgate",
  });
});

test.each([
  ["postgres://db.example/h", "db.example:5432/h"],
  ["postgresql:///h?host=/run/postgresql&port=5433", "/run/postgresql:5433/h"],
  ["postgresql://%2Frun%2Fpostgresql/h", "/run/postgresql:5432/h"],
  ["postgresql://[::1]/h", "::1:5432/h"],
])("%s is %s; without a user nothing is said of one", (url, where) => {
  const connection = connectionOf(url);
  expect(connection.where).toBe(where);
  expect(connection).not.toHaveProperty("user");
  expect(connection).not.toHaveProperty("password");
});

test.each([
  ["postgresql://127.0.0.1/h", false],
  ["postgresql://localhost/h", false],
  ["postgresql:///h?host=/run", false],
  ["postgresql://db.example/h?sslmode=disable", false],
  ["postgresql://db.example/h", { rejectUnauthorized: true }],
  ["postgresql://127.0.0.1/h?sslmode=verify-full", { rejectUnauthorized: true }],
  ["postgresql://db.example/h?sslmode=verify-full&sslrootcert=system", { rejectUnauthorized: true }],
  [
    "postgresql://db.example/h?sslmode=require",
    { rejectUnauthorized: false, checkServerIdentity: expect.any(Function) },
  ],
  [
    "postgresql://db.example/h?sslmode=verify-ca",
    { rejectUnauthorized: true, checkServerIdentity: expect.any(Function) },
  ],
])("%s: TLS as its sslmode says, and strict towards other machines when it says nothing", (url, ssl) => {
  expect(connectionOf(url).ssl).toEqual(ssl);
});

test("require with a root certificate checks against it, as libpq does", () => {
  const root = new URL(import.meta.url).pathname;
  const { ssl } = connectionOf(`postgresql://db.example/h?sslmode=require&sslrootcert=${root}`);
  expect(ssl).toMatchObject({ rejectUnauthorized: true, ca: expect.stringContaining("import fc") });
});

test.each([
  ["", "it is no url"],
  ["mysql://a/b", "it is no url that begins with postgresql://"],
  ["postgresql:///h", "it names no host"],
  ["postgresql://db.example", "it names no database"],
  ["postgresql://db.example/h?sslmode=prefer", "its sslmode is none of disable, require, verify-ca, verify-full"],
  ["postgresql://db.example/h?sslMode=require", "it has the unknown parameter sslMode"],
  ["postgresql:///h?host=/run&port=x", "its port is no number"],
  ["postgresql://u:100%@db.example/h", "a % of a password is written %25"],
])("%s is refused with what to write", (url, problem) => {
  expect(() => connectionOf(url)).toThrow(problem);
});

test("a root certificate that is not there is named", () => {
  expect(() => connectionOf("postgresql://db.example/h?sslmode=require&sslrootcert=/no/such.pem")).toThrow(
    "Cannot read /no/such.pem",
  );
});

test("never repeats a password, whatever is wrong with the url", () => {
  const secret = "hunter2hunter2";
  const wrong = fc.constantFrom("", "%", "@", "/", "?sslmode=", "?a=", "#", " ", ":99999", "\\");
  fc.assert(
    fc.property(wrong, wrong, wrong, (a, b, c) => {
      try {
        connectionOf(`postgresql://ann:${secret}${a}@db${b}/h${c}`);
      } catch (error) {
        expect(error).toBeInstanceOf(AppError);
        expect(`${(error as AppError).message} ${(error as AppError).fix}`).not.toContain(secret);
      }
    }),
  );
});
