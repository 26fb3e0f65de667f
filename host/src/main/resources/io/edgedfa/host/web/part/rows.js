// Rows of a table: all of them, or of thousands only those that can be seen.

const EXTRA = 8; // rows kept ready above and below the window

export class AllRows {
  #elements = new Map();

  constructor(body, row) {
    this.body = body;
    this.row = row;
  }

  show(items) {
    place(this.body, this.row, this.#elements, items, (element, i) => element.setAttribute("aria-rowindex", i + 2));
  }

  end() {}
}

// Rows of one height (the style's --row, in pixels) under a body that is as high as all of them, so the window's own scroll
// bar is right. Arrows, Home and End move between rows; the row with the focus stays in the document while it is near.
export class VisibleRows {
  #elements = new Map();
  #items = [];
  #frame = 0;
  #draw = () => {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.draw();
    });
  };

  constructor(body, row) {
    this.body = body;
    this.row = row;
    body.addEventListener("keydown", (event) => this.#walk(event));
    addEventListener("scroll", this.#draw, { passive: true });
    addEventListener("resize", this.#draw);
  }

  show(items) {
    this.#items = items;
    this.draw();
  }

  draw() {
    if (!this.body.isConnected) return;
    const height = parseFloat(getComputedStyle(this.body).getPropertyValue("--row"));
    const top = this.body.getBoundingClientRect().top;
    const first = Math.max(0, Math.floor(-top / height) - EXTRA);
    const last = Math.min(this.#items.length, Math.ceil((innerHeight - top) / height) + EXTRA);
    this.body.style.height = this.#items.length * height + "px";
    place(this.body, this.row, this.#elements, this.#items.slice(first, last), (element, i) => {
      element.style.transform = `translateY(${(first + i) * height}px)`;
      element.dataset.place = first + i;
      element.setAttribute("aria-rowindex", first + i + 2);
    });
  }

  end() {
    removeEventListener("scroll", this.#draw);
    removeEventListener("resize", this.#draw);
    cancelAnimationFrame(this.#frame);
  }

  #walk(event) {
    const row = event.target.closest("[data-place]");
    const here = Number(row?.dataset.place);
    const there = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: this.#items.length - 1 }[event.key];
    if (row === null || there === undefined || there < 0 || there >= this.#items.length) return;
    event.preventDefault();
    const height = row.offsetHeight;
    const y = this.body.getBoundingClientRect().top + there * height;
    if (y < 2 * height || y > innerHeight - 2 * height) scrollBy(0, y - innerHeight / 2);
    this.draw();
    this.body.querySelector(`[data-place="${there}"] a`)?.focus({ preventScroll: true });
  }
}

// Elements in the items' order; one that is there already is used again, and keeps the focus.
function place(body, row, elements, items, placed) {
  const focused = body.contains(document.activeElement) ? document.activeElement : null;
  const wanted = new Set(items.map(row.id));
  for (const [id, element] of elements) {
    if (wanted.has(id)) continue;
    element.remove();
    elements.delete(id);
  }
  let next = body.firstChild;
  items.forEach((item, i) => {
    const id = row.id(item);
    const element = elements.get(id) ?? row.make();
    elements.set(id, element);
    if (element === next) next = next.nextSibling;
    else body.insertBefore(element, next);
    row.fill(element, item);
    placed(element, i);
  });
  if (focused?.isConnected && document.activeElement !== focused) focused.focus({ preventScroll: true });
}
