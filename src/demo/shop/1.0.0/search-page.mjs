import { broken } from "./faults.mjs";
import { entry } from "./front-page.mjs";
import { escaped, page } from "./layout.mjs";
import { matches, suggestion } from "./search.mjs";

const hint = (words) => {
  const better = suggestion(words);
  if (better === null) return "";
  return `<p class="suggestion">Did you mean <a href="/search?q=${encodeURIComponent(better)}">${escaped(better)}</a>?</p>`;
};

export const searchPage = ({ url }) => {
  const words = (url.searchParams.get("q") ?? "").trim().slice(0, 100);
  const found = broken("search") ? [] : matches(words);
  const list = `<ul>\n${found.map(entry).join("\n")}\n</ul>`;
  const count = `<p>${found.length} found for “${escaped(words)}”</p>`;
  return page(200, "Search", `${count}\n${found.length === 0 ? hint(words) : list}`);
};
