// Which time is shown: a span up to now that goes on with it, or a fixed part. Kept in the address.

import { h, writeAddress } from "/part/dom.js";
import { fleet } from "/part/fleet.js";
import { exactly } from "/part/format.js";

const SPANS = { "15m": ["15 min", 900000], "1h": ["1 hour", 3600000], "1d": ["1 day", 86400000], "1w": ["1 week", 604800000], all: ["All", 0] };
const LEAST_MS = 5000;

export class Range {
  // begin(): when the board was first seen; changed() after every change.
  constructor(query, begin, changed) {
    this.begin = begin;
    this.changed = changed;
    this.name = query.get("range") in SPANS ? query.get("range") : "1h";
    const fixed = [Number(query.get("from")), Number(query.get("to"))];
    this.fixed = fixed[0] > 0 && fixed[1] > fixed[0] ? fixed : null;
    this.presets = Object.entries(SPANS).map(([name, [title]]) => h("button", { type: "button", "data-range": name, onclick: () => this.follow(name) }, title));
    this.words = h("span", { class: "window", role: "status" });
    const step = (label, title, action) => h("button", { type: "button", "aria-label": title, title, onclick: action }, label);
    this.element = h("div", { class: "range", role: "toolbar", "aria-label": "time shown" },
      h("div", { class: "buttons" }, this.presets),
      h("div", { class: "buttons" }, step("◀", "earlier", () => this.move(-0.5)), step("▶", "later", () => this.move(0.5)),
        step("+", "zoom in", () => this.zoom(0.5)), step("−", "zoom out", () => this.zoom(2))),
      this.words);
    this.#mark();
  }

  // [from, to] in milliseconds since 1970.
  now() {
    if (this.fixed) return this.fixed;
    const now = fleet.now();
    const span = SPANS[this.name][1] || Math.max(60000, now - this.begin());
    return [now - span, now];
  }

  follow(name) {
    this.name = name;
    this.fixed = null;
    this.#mark();
    this.changed();
  }

  set(from, to) {
    if (to - from < LEAST_MS) {
      const middle = (from + to) / 2;
      [from, to] = [middle - LEAST_MS / 2, middle + LEAST_MS / 2];
    }
    this.fixed = [Math.round(from), Math.round(to)];
    this.#mark();
    this.changed();
  }

  // Around a place between 0 (left) and 1.
  zoom(factor, place = 0.5) {
    const [from, to] = this.now();
    const middle = from + place * (to - from);
    this.set(Math.max(0, middle - (middle - from) * factor), Math.min(fleet.now(), middle + (to - middle) * factor));
  }

  move(share) {
    const [from, to] = this.now();
    const way = Math.min(share * (to - from), fleet.now() - to);
    this.set(from + way, to + way);
  }

  // + and - zoom, arrows move, 0 goes back to the span; the wheel zooms with Ctrl, so that the page can still be scrolled.
  listen(element) {
    const keys = { "+": () => this.zoom(0.5), "=": () => this.zoom(0.5), "-": () => this.zoom(2), ArrowLeft: () => this.move(-0.25), ArrowRight: () => this.move(0.25), 0: () => this.follow(this.name) };
    element.addEventListener("keydown", (event) => {
      if (event.target !== element || !(event.key in keys) || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      keys[event.key]();
    });
    element.addEventListener("wheel", (event) => {
      const plot = event.target.closest(".u-over");
      if (!plot || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      const { left, width } = plot.getBoundingClientRect();
      this.zoom(event.deltaY < 0 ? 0.8 : 1.25, (event.clientX - left) / width);
    }, { passive: false });
    element.addEventListener("dblclick", (event) => event.target.closest(".u-over") && this.follow(this.name));
  }

  #mark() {
    for (const button of this.presets) button.setAttribute("aria-pressed", !this.fixed && button.dataset.range === this.name);
    this.words.textContent = this.fixed ? `${exactly(this.fixed[0])} – ${exactly(this.fixed[1])}` : "";
    writeAddress({ range: this.name === "1h" ? null : this.name, from: this.fixed?.[0] ?? null, to: this.fixed?.[1] ?? null });
  }
}
