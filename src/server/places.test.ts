import { expect, test } from "vitest";
import { places as placesFor } from "./places.ts";

const tooMany = expect.objectContaining({ code: "TOO_MANY_REQUESTS" });

test("so many of one person, and so many of all, and who goes makes room", () => {
  const places = placesFor({ person: 2, all: 3 });
  const gone = new AbortController();
  const take = (person: string, signal = new AbortController().signal) => places.take(person, "192.0.2.7", signal);
  take("ada", gone.signal);
  take("ada");
  expect(() => take("ada")).toThrow(tooMany);
  take("ben");
  expect(() => take("cy")).toThrow(tooMany);

  gone.abort();

  take("cy");
  expect(() => take("ada")).toThrow(tooMany);
});

test("whoever had gone before takes no place", () => {
  const places = placesFor({ person: 1, all: 1 });
  places.take("ada", "192.0.2.7", AbortSignal.abort());
  expect(() => places.take("ben", "192.0.2.7", new AbortController().signal)).not.toThrow();
});
