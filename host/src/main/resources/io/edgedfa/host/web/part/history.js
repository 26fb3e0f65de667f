// A board's events as a list, newest first.

import { get } from "/part/api.js";
import { h } from "/part/dom.js";
import { exactly } from "/part/format.js";
import { failure } from "/part/notes.js";

const LIMIT = 200;

export class History {
  // changed(events) whenever there are others than before.
  constructor(board, changed) {
    this.board = board;
    this.changed = changed;
    this.events = [];
    this.list = h("ol", { class: "events", tabindex: "0", "aria-label": "events, newest first" });
    this.older = h("button", { type: "button", hidden: true, onclick: () => this.#more() }, "Older events");
    this.trouble = h("div");
    this.element = h("section", { class: "panel" }, h("h2", {}, "Events"), this.trouble, this.list, this.older);
  }

  async refresh() {
    const { items, total } = await get("/api/events", { board: this.board, limit: LIMIT });
    const newest = this.events[0]?.id ?? -1;
    const fresh = items.filter(({ id }) => id > newest);
    if (this.events.length === 0) this.older.hidden = items.length < LIMIT || total === items.length;
    if (fresh.length === 0 && this.list.firstChild) return;
    this.events = [...fresh, ...this.events];
    this.#draw();
  }

  // Marks the event and brings it into view.
  point(event) {
    const item = [...this.list.children].find(({ dataset }) => dataset.event === String(event.id));
    if (!item) return;
    for (const other of this.list.children) other.classList.toggle("pointed", other === item);
    item.scrollIntoView({ block: "nearest" });
  }

  async #more() {
    try {
      const { items } = await get("/api/events", { board: this.board, limit: LIMIT, before: this.events[this.events.length - 1].id });
      this.events = [...this.events, ...items];
      this.older.hidden = items.length < LIMIT;
      this.trouble.replaceChildren();
      this.#draw();
    } catch (error) {
      this.trouble.replaceChildren(failure(error));
    }
  }

  #draw() {
    this.list.replaceChildren(...this.events.map((event) => h("li", { "data-event": event.id },
      h("time", { datetime: new Date(event.time).toISOString() }, exactly(event.time)), h("b", {}, event.kind), h("span", {}, event.detail ?? ""))));
    if (this.events.length === 0) this.list.append(h("li", { class: "nothing" }, "No event yet. Births, deaths, rollbacks and drifts appear here."));
    this.changed(this.events);
  }
}
