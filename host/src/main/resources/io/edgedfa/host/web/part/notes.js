// What a page says instead of content: it loads, there is nothing yet, it failed.

import { h } from "/part/dom.js";

export const loading = (what) => h("p", { class: "note", "aria-busy": "true" }, "Loading " + what + "…");

// What to do next belongs to the children.
export const empty = (title, ...children) => h("section", { class: "note empty" }, h("h2", {}, title), ...children);

export const failure = (error, again) => h("section", { class: "note failure", role: "alert" },
  h("h2", {}, "✕ This could not be loaded"),
  h("p", {}, error.message),
  again ? h("button", { type: "button", onclick: again }, "Try again") : null);

export const command = (text) => h("pre", {}, text);

// Shows what load() gives; loading and failing in between. Gives load's element through draw.
export async function fill(place, what, load, draw) {
  if (!place.firstChild) place.replaceChildren(loading(what));
  try {
    place.replaceChildren(...[draw(await load())].flat());
  } catch (error) {
    if (!error.status && error.status !== 0) throw error;
    place.replaceChildren(failure(error, () => {
      place.replaceChildren();
      fill(place, what, load, draw);
    }));
  }
}
