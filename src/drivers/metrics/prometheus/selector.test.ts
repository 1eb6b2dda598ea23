import { expect, test } from "vitest";
import { bucketsOf, oneOf, selectorOf, written } from "./selector.ts";

test.each([
  ["http_requests_total", "http_requests_total{a=b}"],
  ["http_requests_total{}", "http_requests_total{a=b}"],
  [' job:x{job="shop", code=~"5..",} ', 'job:x{job="shop", code=~"5..",a=b}'],
  [`{__name__="a",path="}\\"{",q='"'}`, `{__name__="a",path="}\\"{",q='"',a=b}`],
])("%s takes another matcher", (given, wanted) => {
  expect(written(selectorOf(given)!, "a=b")).toBe(wanted);
});

test.each([
  "rate(http_requests_total[1m])",
  "sum by (version) (http_requests_total)",
  "a or b",
  'a{b="c"}[5m]',
  "a offset 5m",
  'a{b="c"',
  "",
  "{}",
])("%s is more than a selector, or less", (given) => {
  expect(selectorOf(given)).toBeNull();
});

test("a histogram is read by its buckets, however it is named", () => {
  expect(bucketsOf(selectorOf('seconds{a="b"}')!)).toEqual({ name: "seconds_bucket", matchers: 'a="b"' });
  expect(bucketsOf(selectorOf("seconds_bucket")!)).toEqual({ name: "seconds_bucket", matchers: "" });
});

test("a version is meant literally", () => {
  expect(oneOf("version", ["1.0.0", '2+"x"'])).toBe('version=~"1\\\\.0\\\\.0|2\\\\+\\"x\\""');
});
