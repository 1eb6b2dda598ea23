import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import { broken } from "./faults.mjs";

const newline = 10;

/**
 * The order book: one JSON line per order in a file that all instances share. Each order is one write to a file opened
 * for appending, which the kernel never mixes with another's; an order is acknowledged once it is on the disk.
 */
export const openOrders = async (folder) => {
  await mkdir(folder, { recursive: true });
  const path = join(folder, "orders.jsonl");
  const file = await open(path, "a");
  return {
    path,
    async append(order) {
      if (broken("orders")) return;
      const line = Buffer.from(`${JSON.stringify(order)}\n`);
      const { bytesWritten } = await file.write(line);
      if (bytesWritten !== line.length) throw new Error(`only ${bytesWritten} of ${line.length} bytes were written`);
      await file.datasync();
    },
    digest: (upTo) => digest(path, upTo),
  };
};

/** `{ count, sha256 }` of the first `upTo` complete lines, or of as many as there are. */
const digest = async (path, upTo) => {
  const hash = createHash("sha256");
  let count = 0;
  let rest = Buffer.alloc(0);
  for await (const chunk of createReadStream(path)) {
    rest = Buffer.concat([rest, chunk]);
    const whole = linesIn(rest, upTo - count);
    hash.update(rest.subarray(0, whole.end));
    count += whole.count;
    rest = rest.subarray(whole.end);
    if (count === upTo) break;
  }
  return { count, sha256: hash.digest("hex") };
};

const linesIn = (bytes, most) => {
  let [count, end] = [0, 0];
  for (let next = bytes.indexOf(newline); next >= 0 && count < most; next = bytes.indexOf(newline, end)) {
    count += 1;
    end = next + 1;
  }
  return { count, end };
};
