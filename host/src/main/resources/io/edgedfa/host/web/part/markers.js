// Events on the time axis of a chart: a symbol per place, events close together under one, told in full by a tooltip.

import { h } from "/part/dom.js";
import { moment } from "/part/format.js";

const CLOSE_PX = 14;
const MAX_TOLD = 6;

export class Markers {
  #events = [];

  constructor(chart, chosen) {
    this.chosen = chosen;
    this.layer = h("div", { class: "markers" });
    chart.drawn = (plot) => this.#place(plot);
  }

  show(events) {
    this.#events = [...events].sort((a, b) => a.time - b.time);
    if (this.plot) this.#place(this.plot);
  }

  #place(plot) {
    this.plot = plot;
    const { min, max } = plot.scales.x;
    const groups = [];
    for (const event of this.#events) {
      if (event.time < min || event.time > max) continue;
      const x = plot.valToPos(event.time, "x");
      const last = groups[groups.length - 1];
      if (last && x - last.x < CLOSE_PX) last.events.push(event);
      else groups.push({ x, events: [event] });
    }
    const key = groups.map(({ x, events }) => Math.round(x) + ":" + events.map(({ id }) => id)).join();
    if (this.layer.parentNode !== plot.over) plot.over.append(this.layer);
    if (key === this.key) return;
    this.key = key;
    this.layer.replaceChildren(...groups.map((group) => this.#marker(group, plot.over.clientWidth)));
  }

  #marker({ x, events }, width) {
    const lines = events.slice(0, MAX_TOLD).map((event) => h("span", {}, `${moment(event.time)} ${event.kind}${event.detail ? ": " + event.detail : ""}`));
    if (events.length > MAX_TOLD) lines.push(h("span", {}, `and ${events.length - MAX_TOLD} more`));
    const side = x > width / 2 ? "left" : "right";
    const label = events.length === 1 ? `event ${events[0].kind}` : `${events.length} events`;
    const marker = h("button", { type: "button", class: "marker", tabindex: "-1", "aria-label": label, onclick: () => this.chosen(events[0]) },
      events.length > 1 ? String(events.length) : "▼", h("span", { class: "tip " + side }, lines));
    marker.style.left = x + "px";
    return marker;
  }
}
