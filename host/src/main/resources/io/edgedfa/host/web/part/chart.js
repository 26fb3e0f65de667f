// One chart of one or more series over time: means as lines, least and most as a band, gaps where the board was silent.

import { h, setAttribute, write } from "/part/dom.js";
import { NONE, exactly, tick } from "/part/format.js";

const LEAST_GAP_MS = 20000; // no line is drawn across a longer silence
const DASHES = [[], [6, 4]];
const COLOURS = ["--first", "--second"];

export class Chart {
  // lines: [{ metric, label }]; range: [least, most] or null; room: pixels above the lines; zoomed(from, to) after a part was chosen by dragging.
  constructor({ title, lines, format, mark = format, range = null, room = 8 }, zoomed) {
    Object.assign(this, { title, lines, format, mark, range, room, zoomed });
    this.values = lines.map(() => h("span", { class: "value" }));
    const legend = lines.map(({ label }, i) => h("span", { class: "key key-" + i }, label + " ", this.values[i]));
    this.box = h("div", { class: "plot" });
    this.none = h("p", { class: "nodata" }, "nothing reported in this time");
    this.element = h("figure", { class: "chart", "data-title": title },
      h("figcaption", {}, h("h3", {}, title), h("span", { class: "legend" }, legend)), h("div", { class: "frame", role: "img" }, this.box, this.none));
    this.size = new ResizeObserver(() => this.plot?.setSize(this.#size()));
  }

  // points: for each line [[ms, mean, least, most], ...], oldest first.
  show(points, from, to) {
    this.points = points;
    const lines = points.map((line) => columns(withGaps(line, (to - from) / 600)));
    this.data = lines.some((line) => line[0].length > 0) ? uPlot.join(lines, lines.map(() => [0, 2, 2, 2])) : [[], ...lines.flatMap(() => [[], [], []])];
    if (!this.plot) this.#draw(from, to);
    this.plot.batch(() => {
      this.plot.setData(this.data, false);
      this.plot.setScale("x", { min: from, max: to });
      this.plot.setScale("y", extent(points, this.range));
    });
    this.none.hidden = points.some((line) => line.length > 0);
    setAttribute(this.element.querySelector(".frame"), "aria-label", this.#inWords());
    this.element.dataset.points = points.reduce((sum, line) => sum + line.length, 0);
    this.#legend(null);
  }

  // A canvas takes its colours when it is drawn.
  recolour() {
    if (!this.plot) return;
    const { min, max } = this.plot.scales.x;
    this.end();
    this.show(this.points, min, max);
  }

  end() {
    this.size.disconnect();
    this.plot?.destroy();
    this.plot = null;
  }

  #size() {
    return { width: Math.max(160, this.box.clientWidth), height: 150 };
  }

  #draw(from, to) {
    const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    const axis = { stroke: colour("--muted"), grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false }, font: "11px " + getComputedStyle(document.body).fontFamily };
    const series = this.lines.flatMap((line, i) => [
      { label: line.label, stroke: colour(COLOURS[i]), width: 2, dash: DASHES[i], points: { size: 5 } },
      { width: 0, points: { show: false } }, { width: 0, points: { show: false } }]);
    this.plot = new uPlot({
      ...this.#size(), ms: 1, legend: { show: false }, padding: [this.room, 20, 0, 0],
      scales: { x: { time: true, range: (plot, min, max) => [min ?? from, max ?? to] }, y: { range: (plot, min, max) => [min, max] } },
      cursor: { y: false, drag: { x: true, y: false, setScale: false }, sync: { key: "board", filters: { pub: (type) => type === "mousemove" || type === "mouseleave" } } },
      axes: [
        { ...axis, grid: { show: false }, size: 26, space: 70, values: (plot, splits, i, space, step) => splits.map((ms) => tick(ms, step)) },
        { ...axis, size: 62, space: 28, values: (plot, splits, i, space, step) => splits.map((value) => this.mark(value, step)) }],
      series: [{}, ...series],
      bands: this.lines.map((line, i) => ({ series: [3 * i + 3, 3 * i + 2], fill: colour(COLOURS[i]) + "2e" })),
      hooks: {
        setCursor: [(plot) => this.#legend(plot.cursor.left >= 0 ? plot.cursor.idx : null)],
        setSelect: [(plot) => this.#selected(plot)],
        draw: [(plot) => this.drawn?.(plot)],
      },
    }, this.data, this.box);
    this.size.observe(this.box);
  }

  #selected(plot) {
    const { left, width } = plot.select;
    if (width < 4) return;
    plot.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
    this.zoomed(plot.posToVal(left, "x"), plot.posToVal(left + width, "x"));
  }

  // The values under the pointer, else the last ones.
  #legend(place) {
    this.points.forEach((line, i) => {
      const value = place === null ? line[line.length - 1]?.[1] : this.data[3 * i + 1][place];
      const time = place === null ? "" : " " + exactly(this.data[0][place]);
      write(this.values[i], (value === null || value === undefined ? NONE : this.format(value)) + (i === this.points.length - 1 ? time : ""));
    });
  }

  #inWords() {
    const words = this.points.map((line, i) => (line.length === 0 ? `${this.lines[i].label}: nothing` :
      `${this.lines[i].label}: last ${this.format(line[line.length - 1][1])}, least ${this.format(Math.min(...line.map((p) => p[2])))}, most ${this.format(Math.max(...line.map((p) => p[3])))}`));
    return `${this.title} over time; ${words.join("; ")}`;
  }
}

// A point without value between two that are far apart interrupts the line.
function withGaps(points, stepMs) {
  const steps = points.slice(1).map((point, i) => point[0] - points[i][0]).sort((a, b) => a - b);
  const gap = 3 * Math.max(LEAST_GAP_MS / 3, stepMs, steps[steps.length >> 1] ?? 0);
  return points.flatMap((point, i) => (i > 0 && point[0] - points[i - 1][0] > gap ? [[points[i - 1][0] + 1, null, null, null], point] : [point]));
}

const columns = (points) => [0, 1, 2, 3].map((i) => points.map((point) => point[i]));

function extent(points, range) {
  if (range) return { min: range[0], max: range[1] };
  let least = Infinity;
  let most = -Infinity;
  for (const [, , min, max] of points.flat()) {
    least = Math.min(least, min);
    most = Math.max(most, max);
  }
  if (least > most) return { min: 0, max: 1 };
  const margin = (most - least || Math.abs(most) || 1) * 0.1;
  return { min: least >= 0 ? Math.max(0, least - margin) : least - margin, max: most + margin };
}
