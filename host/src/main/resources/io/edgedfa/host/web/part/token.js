// Asks for a token when the host wants one. It stays in memory: it is gone with the tab.
// taken() is called when there is a new one.

import { access } from "/part/api.js";
import { h } from "/part/dom.js";

export function offerToken(place, taken) {
  access.refused = () => {
    if (place.firstChild) return;
    const wrong = access.token !== null;
    const field = h("input", { type: "password", autocomplete: "off", required: true, id: "token-field", maxlength: 512 });
    const form = h("form", { class: "banner token" },
      h("label", { for: "token-field" }, wrong ? "The host refuses this token; another one?" : "This host asks for a token with role read:"),
      field, h("button", { type: "submit" }, "Use it"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      access.token = field.value.trim();
      place.replaceChildren();
      taken();
    });
    place.replaceChildren(form);
  };
}
