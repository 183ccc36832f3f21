// The keyboard: everything that the mouse can do with results, and moving through the suggestions.
(() => {
  const question = () => document.querySelector("#tl-question textarea, #tl-question input");
  const cards = () => [...document.querySelectorAll("#tl-results .tl-card")].filter((card) => card.offsetParent);
  const suggestions = () => [...document.querySelectorAll("#tl-suggest:not(.tl-away) button")];
  // Hidden, not removed: Gradio draws the same suggestions again only where they differ from the last ones.
  const putAway = (away) => document.getElementById("tl-suggest")?.classList.toggle("tl-away", away);
  const typing = (target) => target.closest?.("input, textarea, select, [contenteditable=true], [role=combobox]");

  const current = () => document.activeElement?.closest?.(".tl-card");

  const step = (by) => {
    const all = cards();
    if (!all.length) return;
    const at = all.indexOf(current());
    const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  };

  const press = (selector) => {
    const button = current()?.querySelector(selector);
    button?.click();
    return Boolean(button);
  };

  const find = () => {
    const box = document.querySelector("#tl-panel input[type=search]");
    box?.focus();
    return Boolean(box);
  };

  const plain = {
    "/": () => {
      question()?.focus();
      question()?.select();
      return true;
    },
    "?": () => {
      document.getElementById("tl-keys")?.showModal();
      return true;
    },
    j: () => step(1) ?? true,
    k: () => step(-1) ?? true,
    o: () => press('[data-act="open"]'),
    c: () => press('[data-do="cite"]'),
    p: () => press('[data-act="pin"]'),
    f: find,
  };

  // From the question the arrows go through the suggestions, and Escape puts them away.
  const suggested = (event) => {
    const all = suggestions();
    const at = all.indexOf(document.activeElement);
    const inBox = event.target === question();
    if (!all.length || (at < 0 && !inBox)) return false;
    if (event.key === "Escape") {
      putAway(true);
      question()?.focus();
      return true;
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return false;
    const next = at + (event.key === "ArrowDown" ? 1 : -1);
    (next < 0 ? question() : all[Math.min(next, all.length - 1)])?.focus();
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
    if (event.altKey) {
      const tab = document.querySelectorAll("#tl-tabs [role=tab]")[Number(event.key) - 1];
      if (tab) {
        event.preventDefault();
        tab.click();
      }
      return;
    }
    if (suggested(event)) event.preventDefault();
    else if (event.target.matches?.(".tl-card") && event.key === "Enter") {
      event.preventDefault();
      press('[data-act="open"]');
    } else if (!typing(event.target) && plain[event.key]?.()) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("#tl-suggest, #tl-question")) putAway(true);
  });

  // Gradio hears a pressed key alone: not a paste, a deletion, nor what an input method or a phone's keyboard writes.
  const asYouType = "#tl-question textarea, #tl-question input, #tl-history-find textarea, #tl-history-find input";
  let pressed = false;
  document.addEventListener("keypress", (event) => (pressed = event.isTrusted), true);
  document.addEventListener("input", (event) => {
    if (event.target === question()) putAway(false);
    if (!pressed && event.target.matches?.(asYouType)) {
      event.target.dispatchEvent(new KeyboardEvent("keypress", { key: "Unidentified", bubbles: true }));
    }
    pressed = false;
  });
})();
