import { html } from "./answer.mjs";

const entities = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
export const escaped = (words) => String(words).replace(/[&<>"']/g, (sign) => entities[sign]);

/** `body` is markup: whatever came from outside must be `escaped` before. */
export const page = (status, title, body, headers) =>
  html(
    status,
    `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escaped(title)} · Mill Lane Shop</title></head>
<body>
<nav><a href="/">Catalogue</a> <a href="/cart">Cart</a>
<form action="/search"><input name="q" aria-label="Search"><button>Search</button></form></nav>
<main><h1>${escaped(title)}</h1>
${body}
</main>
</body>
</html>
`,
    headers,
  );
