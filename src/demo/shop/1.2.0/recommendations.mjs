import { open } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { productOf, products } from "./catalogue.mjs";
import { slots } from "./slots.mjs";

// The order history is dear to read: at most 4 readers, and one reading serves all who ask meanwhile.
const readers = slots({ count: 4, patience: 300, lease: 6_000 });
let reading = null;

/** Up to 3 products that were bought together with this one; null when no reader was to be had in time. */
export const recommend = async (product, path) => {
  const slot = await readers.take();
  if (slot === null) return null;
  // The fault of this version, which the demo is there to catch: whoever joins a reading under way keeps the slot.
  // One request after the other never gets here; customers who come at the same time use up all four.
  if (reading !== null) return best(await reading, product);
  reading = read(path, slot);
  try {
    return best(await reading, product);
  } finally {
    reading = null;
  }
};

const read = async (path, slot) => {
  let lines;
  try {
    lines = await tail(path);
  } finally {
    readers.give(slot);
  }
  // Stands for the ranking model of a real shop.
  await wait(34);
  return pairs(lines);
};

/** The last orders, 32 KiB of them. The first line is left out, for it may be cut. */
const tail = async (path) => {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - 32_768);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
    return buffer
      .subarray(0, bytesRead)
      .toString()
      .split("\n")
      .slice(start === 0 ? 0 : 1, -1);
  } finally {
    await file.close();
  }
};

const pairs = (lines) => {
  const together = new Map();
  for (const line of lines) {
    const ids = JSON.parse(line).lines.map(({ product }) => product);
    for (const a of ids)
      for (const b of ids) if (a !== b) together.set(`${a} ${b}`, (together.get(`${a} ${b}`) ?? 0) + 1);
  }
  return together;
};

const best = (together, { id, category }) => {
  const score = (other) => (together.get(`${id} ${other.id}`) ?? 0) + (other.category === category ? 0.5 : 0);
  const others = products.filter((other) => other.id !== id);
  return others
    .sort((a, b) => score(b) - score(a))
    .slice(0, 3)
    .map(({ id }) => productOf(id));
};
