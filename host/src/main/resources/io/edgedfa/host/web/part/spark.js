// Accuracy of the last hour as a small line, 0 to 100% from bottom to top. History is fetched only for rows that stay in
// sight, few at a time, and kept; what the live stream tells is added to it.

import { ApiError, boardPath, get } from "/part/api.js";
import { setAttribute, svg } from "/part/dom.js";
import { fleet } from "/part/fleet.js";
import { percent } from "/part/format.js";

const WINDOW_MS = 3600000;
const POINTS = 60;
const AT_ONCE = 4;
const REST_MS = 150; // a row scrolled past in less is not asked for
const KEPT = 400;
const WIDTH = 84;
const HEIGHT = 22;

export class Sparks {
  #lines = new Map(); // id -> points [ms, accuracy], or null while they are on their way
  #wanted = new Set();
  #asked = 0;
  #timer = 0;

  make() {
    return svg("svg", { class: "spark", role: "img", viewBox: `0 -1 ${WIDTH} ${HEIGHT + 2}`, width: WIDTH, height: HEIGHT + 2 },
      svg("path", { class: "line" }), svg("circle", { class: "end", r: 2 }));
  }

  fill(element, board) {
    const points = this.#lines.get(board.id);
    if (points === undefined) this.#want(board.id);
    else if (points) append(points, board);
    draw(element, points?.length ? points : [], board);
  }

  // Forgets what is not in sight any more.
  wantOnly(ids) {
    const seen = new Set(ids);
    for (const id of this.#wanted) if (!seen.has(id)) this.#wanted.delete(id);
  }

  #want(id) {
    this.#wanted.add(id);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), REST_MS);
  }

  async #ask() {
    while (this.#asked < AT_ONCE && this.#wanted.size > 0) {
      const [id] = this.#wanted;
      this.#wanted.delete(id);
      this.#asked++;
      this.#fetch(id).finally(() => {
        this.#asked--;
        this.#ask();
      });
    }
  }

  async #fetch(id) {
    this.#lines.set(id, null);
    if (this.#lines.size > KEPT) this.#lines.delete(this.#lines.keys().next().value);
    const now = fleet.now();
    try {
      const series = await get(boardPath(id) + "/series", { metric: "learning/accuracy", from: now - WINDOW_MS, to: now, points: POINTS });
      this.#lines.set(id, series.points.map(([ms, mean]) => [ms, mean]));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#lines.set(id, []); // the live stream fills it
    }
  }
}

function append(points, board) {
  const last = points.length ? points[points.length - 1][0] : 0;
  if (board.accuracy === null || board.state !== "online" || board.lastSeen < last + WINDOW_MS / POINTS / 4) return;
  points.push([board.lastSeen, board.accuracy]);
  while (points[0][0] < board.lastSeen - WINDOW_MS) points.shift();
}

function draw(element, points, board) {
  const end = points.length ? points[points.length - 1][0] : 0;
  const start = points.length ? Math.min(points[0][0], end - 60000) : 0;
  const x = (ms) => (((WIDTH - 3) * (ms - start)) / (end - start)).toFixed(1);
  const y = (share) => (HEIGHT * (1 - share)).toFixed(1);
  const [line, dot] = element.children;
  setAttribute(line, "d", points.map(([ms, share], i) => (i ? "L" : "M") + x(ms) + " " + y(share)).join(""));
  setAttribute(dot, "cx", points.length ? x(end) : 0);
  setAttribute(dot, "cy", points.length ? y(points[points.length - 1][1]) : 0);
  dot.style.visibility = points.length ? "visible" : "hidden";
  const label = points.length ? `from ${percent(points[0][1])} to ${percent(board.accuracy)} in the last hour` : "no accuracy in the last hour";
  setAttribute(element, "aria-label", label);
}
