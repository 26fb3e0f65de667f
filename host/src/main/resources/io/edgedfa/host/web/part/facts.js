// Everything a board has reported, by name.

import { h, write } from "/part/dom.js";
import { reading } from "/part/format.js";

export class Facts {
  #values = new Map();

  constructor() {
    this.list = h("dl", { class: "facts" });
    this.field = h("input", { type: "search", placeholder: "Filter metrics", "aria-label": "Filter metrics", oninput: () => this.#filter() });
    this.element = h("section", { class: "panel" }, h("h2", {}, "All metrics"), this.field, this.list);
  }

  show(metrics) {
    const names = Object.keys(metrics).sort();
    if (names.join("\n") !== [...this.#values.keys()].join("\n")) {
      this.#values = new Map(names.map((name) => [name, h("dd")]));
      this.list.replaceChildren(...names.map((name) => h("div", { "data-name": name.toLowerCase() }, h("dt", {}, name), this.#values.get(name))));
      this.#filter();
    }
    for (const [name, dd] of this.#values) write(dd, reading(name, metrics[name]));
  }

  #filter() {
    const wanted = this.field.value.toLowerCase();
    for (const row of this.list.children) row.hidden = !row.dataset.name.includes(wanted);
  }
}
