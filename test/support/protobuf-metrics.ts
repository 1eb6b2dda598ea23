/**
 * Metrics in the form that Prometheus scrapes native histograms in: messages `MetricFamily` of `io.prometheus.client`,
 * each after its length. The text form has no place for them.
 */
export const protobufType =
  "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";

type Labels = Readonly<Record<string, string>>;

export const counterFamily = (name: string, all: readonly (readonly [Labels, number])[]): Buffer =>
  family(
    name,
    0,
    all.map(([labels, value]) => [...labelsOf(labels), message(3, double(1, value))]),
  );

export const gaugeFamily = (name: string, labels: Labels, value: number): Buffer =>
  family(name, 1, [[...labelsOf(labels), message(2, double(1, value))]]);

/**
 * @param scale each bucket is `2 ** (2 ** -scale)` times as wide as the one before it
 * @param seconds each one observed
 */
export const nativeFamily = (name: string, labels: Labels, scale: number, seconds: readonly number[]): Buffer => {
  const zeroes = seconds.filter((one) => one <= zeroUpTo).length;
  const indexes = seconds.filter((one) => one > zeroUpTo).map((one) => Math.ceil(Math.log2(one) * 2 ** scale));
  const counts = [...Map.groupBy(indexes, (index) => index)].sort(([a], [b]) => a - b);
  const spans = counts.map(([index], i) => {
    const gap = i === 0 ? index : index - counts[i - 1]![0] - 1;
    return message(12, varint(1, zigzag(gap)), varint(2, 1));
  });
  const deltas = counts.map(([, { length }], i) => varint(13, zigzag(length - (counts[i - 1]?.[1].length ?? 0))));
  const histogram = message(
    7,
    varint(1, seconds.length),
    double(
      2,
      seconds.reduce((a, b) => a + b, 0),
    ),
    varint(5, zigzag(scale)),
    double(6, zeroUpTo),
    varint(7, zeroes),
    ...spans,
    ...deltas,
  );
  return family(name, 4, [[...labelsOf(labels), histogram]]);
};

/** In seconds; faster ones share the bucket of zero. */
const zeroUpTo = 1e-6;

const family = (name: string, type: number, metrics: readonly (readonly Buffer[])[]): Buffer => {
  const all = Buffer.concat([text(1, name), varint(3, type), ...metrics.map((one) => message(4, ...one))]);
  return Buffer.concat([number(all.length), all]);
};

const labelsOf = (labels: Labels): readonly Buffer[] =>
  Object.entries(labels).map(([name, value]) => message(1, text(1, name), text(2, value)));

const varint = (field: number, value: number): Buffer => Buffer.concat([number(field << 3), number(value)]);

const double = (field: number, value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return Buffer.concat([number((field << 3) | 1), bytes]);
};

const message = (field: number, ...parts: readonly Buffer[]): Buffer => {
  const all = Buffer.concat(parts);
  return Buffer.concat([number((field << 3) | 2), number(all.length), all]);
};

const text = (field: number, value: string): Buffer => message(field, Buffer.from(value));

/** Seven bits a byte, the lowest first; all but the last have the eighth bit set. */
const number = (value: number): Buffer => {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) | 128);
  }
};

/** 0, -1, 1, -2 … → 0, 1, 2, 3 … */
const zigzag = (value: number): number => (value >= 0 ? 2 * value : -2 * value - 1);
