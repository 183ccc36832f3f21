// The search inside the reading panel, without regard to case and diacritics. It goes through what reader.js shows.
(() => {
  const panel = () => document.querySelector(".tl-panel");
  const box = () => panel().querySelector(".tl-find-box");
  const { bring, current } = window.traLuatReader;

  let index = null;
  let found = [];
  let at = -1;
  let asked = "";
  let typed = 0;

  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();

  const folded = (raw) => {
    const text = fold(raw);
    if (text.length === raw.length && raw.normalize("NFC") === raw) return { text, map: null };
    let whole = "";
    const map = [];
    for (let i = 0; i < raw.length; i++) {
      for (const letter of fold(raw[i])) {
        whole += letter;
        map.push(i);
      }
    }
    return { text: whole, map };
  };

  const block = (element) => {
    const nodes = [];
    const starts = [];
    let raw = "";
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement.closest(".tl-hidden, button")) continue;
      nodes.push(node);
      starts.push(raw.length);
      raw += node.data;
    }
    return { nodes, starts, length: raw.length, ...folded(raw) };
  };

  const range = ({ nodes, starts, map, length }, start, end) => {
    const place = (position) => {
      let i = starts.length - 1;
      while (i > 0 && starts[i] > position) i--;
      return [nodes[i], position - starts[i]];
    };
    const from = map ? map[start] : start;
    const to = map ? (map[end] ?? length) : end;
    const made = document.createRange();
    made.setStart(...place(from));
    const [node, offset] = place(to - 1);
    made.setEnd(node, offset + 1);
    return made;
  };

  const search = (query) => {
    const words = fold(query).trim().split(/\s+/).filter(Boolean);
    if (!words.length) return [];
    const wanted = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("\\s+");
    index ??= [...panel().querySelectorAll(".tl-division, .tl-article > header, .tl-law p, .tl-compared:not(.tl-law)")].map(block);
    const ranges = [];
    for (const one of index) {
      for (const match of one.text.matchAll(new RegExp(wanted, "g"))) {
        ranges.push(range(one, match.index, match.index + match[0].length));
        if (ranges.length === 5000) return ranges;
      }
    }
    return ranges;
  };

  const light = () => {
    if (!CSS.highlights) return;
    for (const [name, ranges] of [["tl-find", found], ["tl-find-at", found.slice(Math.max(at, 0), at + 1)]]) {
      const lit = new Highlight();
      for (const one of ranges) lit.add(one);
      lit.priority = name === "tl-find" ? 0 : 1;
      CSS.highlights.set(name, lit);
    }
  };

  const tell = () => {
    const output = panel().querySelector(".tl-find-count");
    const { found: words, none } = output.dataset;
    const asked = box().value.trim();
    output.textContent = found.length
      ? words.replace("{at}", at + 1).replace("{total}", found.length)
      : asked ? none : "";
  };

  const visit = (place) => {
    at = found.length ? (place + found.length) % found.length : -1;
    light();
    tell();
    if (at >= 0) bring(found[at], 0.3);
  };

  const find = () => {
    clearTimeout(typed);
    asked = box().value;
    found = search(asked);
    const here = current();
    const after = here ? found.findIndex((one) => here.compareDocumentPosition(one.startContainer) & 4) : 0;
    visit(Math.max(after, 0));
  };

  const reset = () => {
    clearTimeout(typed);
    index = null;
    found = [];
    at = -1;
    asked = "";
    light();
    if (!panel()) return;
    box().value = "";
    tell();
  };

  const step = (by) => (asked === box().value ? visit(at + by) : find());

  document.addEventListener("input", (event) => {
    if (!event.target.matches?.(".tl-find-box")) return;
    clearTimeout(typed);
    typed = setTimeout(() => panel() && find(), 200);
  });

  document.addEventListener("click", (event) => {
    const wish = event.target.closest?.(".tl-panel [data-do]")?.dataset.do;
    if (wish === "find-next") step(1);
    else if (wish === "find-previous") step(-1);
  });

  document.addEventListener("keydown", (event) => {
    if (!event.target.matches?.(".tl-find-box")) return;
    if (event.key === "Enter") {
      event.preventDefault();
      step(event.shiftKey ? -1 : 1);
    } else if (event.key === "Escape" && panel() && box().value) {
      event.preventDefault();
      reset();
    }
  });

  window.traLuatFind = { reset };
})();
