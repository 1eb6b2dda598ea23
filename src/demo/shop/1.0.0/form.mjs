const limit = 16_384;

/** The fields of a posted form, JSON or URL-encoded, as strings; null when it is longer than 16 KiB or unreadable. */
export const formOf = async (request) => {
  const body = await bodyOf(request);
  if (body === null) return null;
  if (!(request.headers["content-type"] ?? "").startsWith("application/json"))
    return Object.fromEntries(new URLSearchParams(body));
  try {
    return Object.fromEntries(Object.entries(JSON.parse(body)).map(([name, value]) => [name, String(value)]));
  } catch {
    return null;
  }
};

const bodyOf = async (request) => {
  const chunks = [];
  let size = 0;
  // Reads on past the limit without keeping it: a client that is still sending would not see our answer.
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
  }
  return size <= limit ? Buffer.concat(chunks).toString() : null;
};
