import { escaped } from "./layout.mjs";
import { shown } from "./price.mjs";

export const details = ({ id, category, cents }, stock) => `<p>${escaped(category)}</p>
<p class="price">${shown(cents)}</p>
<p class="stock">${stock} in stock</p>
<form method="post" action="/cart"><input type="hidden" name="product" value="${id}">
<input name="quantity" value="1" aria-label="Quantity"><button>Add to cart</button></form>`;
