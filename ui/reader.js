// The reading panel: everything in it that the server is not needed for. `data-act` is the server's, `data-do` is done here.
(() => {
  const panel = () => document.querySelector(".tl-panel");
  const articles = () => [...panel().querySelectorAll(".tl-article")];
  const current = () => panel()?.querySelector(".tl-current");
  const named = (key) => panel()?.querySelector(`.tl-article[data-key="${CSS.escape(key)}"]`);

  // Where the reader came from: the element that gets the focus back, and the keys of what was read before.
  let opener = null;
  let openedFrom = "";
  let trail = [];
  let last = "";
  let returning = false;
  let mentioned = ""; // words of the link to another document that is being followed

  let silence = 0;
  const say = (words) => {
    const said = panel()?.querySelector(".tl-said");
    if (!said) return;
    said.textContent = words;
    clearTimeout(silence);
    silence = setTimeout(() => (said.textContent = ""), 5000);
  };

  // Scrolling. Articles out of sight are not laid out, so a place is only right once what is before it is drawn.

  const scroller = () => {
    for (let node = panel(); node && node !== document.body; node = node.parentElement) {
      if (/auto|scroll/.test(getComputedStyle(node).overflowY) && node.scrollHeight > node.clientHeight + 1) return node;
    }
    return document.scrollingElement;
  };

  const bring = (target, share = 0, again = 2) => {
    const box = scroller();
    const whole = box === document.scrollingElement;
    const top = whole ? 0 : box.getBoundingClientRect().top;
    const bar = panel().querySelector(".tl-bar")?.offsetHeight ?? 0;
    const room = (whole ? window.innerHeight : box.clientHeight) - bar;
    box.scrollTop += target.getBoundingClientRect().top - top - bar - 8 - room * share;
    if (again) requestAnimationFrame(() => panel() && bring(target, share, again - 1));
  };

  // Beside the results the panel is as high as what is in sight of it: its bar stays, and its text ends above the foot.
  const fit = () => {
    const root = panel();
    const frame = root?.parentElement.closest("#tl-panel");
    if (!frame) return;
    const gap = parseFloat(getComputedStyle(frame).top);
    if (getComputedStyle(frame).position !== "sticky" || Number.isNaN(gap)) {
      root.style.removeProperty("max-height");
      return;
    }
    const top = Math.max(frame.getBoundingClientRect().top, gap);
    const end = frame.parentElement.getBoundingClientRect().bottom;
    root.style.maxHeight = `${Math.max(Math.min(window.innerHeight - top, end) - gap, 200)}px`;
  };

  const onScreen = (target) => {
    const { top, bottom } = target.getBoundingClientRect();
    return bottom > top && top >= 0 && bottom <= Math.min(window.innerHeight, scroller().getBoundingClientRect().bottom);
  };

  const focus = (heading) => {
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  };

  // Articles

  // Of the document that is open. A link to it, unlike the keys of its articles, does not name whose it is.
  const numberOf = (key) => key.slice(key.lastIndexOf("#"));
  const linked = (search) => named(panel().dataset.document + numberOf(new URLSearchParams(search).get("dieu")));

  const numbered = (number) => number?.textContent.match(/^[\p{L}\p{N}]+/u)?.[0];

  const cite = (article, clause = "") => {
    const number = article ? article.dataset.key.split("#").pop() : "";
    const numbered = number && !number.startsWith("§") ? `Điều ${number}` : "";
    return [clause && `khoản ${clause}`, numbered, panel().dataset.cite].filter(Boolean).join(" ");
  };

  const tools = (article, open) => {
    const button = article.querySelector('[data-do="tools"]');
    if (!button || (button.getAttribute("aria-expanded") === "true") === open) return;
    button.setAttribute("aria-expanded", String(open));
    if (open) {
      const form = panel().querySelector(".tl-tools-form").content.firstElementChild.cloneNode(true);
      const all = articles();
      form.querySelector('[data-do="previous"]').disabled = article === all[0];
      form.querySelector('[data-do="next"]').disabled = article === all[all.length - 1];
      article.querySelector("header").after(form);
    } else article.querySelector(".tl-tools")?.remove();
    // Hundreds of clauses would be in the way of the Tab key: only those of an open article are on it.
    for (const number of article.querySelectorAll(".tl-n")) number.tabIndex = open ? 0 : -1;
  };

  const choose = (article) => {
    const before = current();
    if (before && before !== article) {
      before.classList.remove("tl-current");
      tools(before, false);
    }
    article.classList.add("tl-current");
    panel().dataset.at = last = article.dataset.key;
    for (const link of panel().querySelectorAll('.tl-contents [aria-current="location"]')) link.removeAttribute("aria-current");
    const link = panel().querySelector(`.tl-contents a[href="#${article.id}"]`);
    link?.setAttribute("aria-current", "location");
    for (let node = link?.parentElement.closest("details"); node && !node.matches(".tl-contents"); ) {
      node.open = true;
      node = node.parentElement.closest("details");
    }
    tools(article, true);
  };

  const back = () => panel().querySelector('[data-do="back"]');

  // The clause or point of an article that a mention names ("điểm a khoản 2 Điều 8").
  const part = (article, mention) => {
    const number = /khoản\s+(\d+[a-zđ]?)/i.exec(mention)?.[1];
    const letter = /điểm\s+([a-zđ]\d?)(?![\p{L}\d])/iu.exec(mention)?.[1];
    const clauses = [...article.querySelectorAll(".tl-k")];
    const clause = number && clauses.find((one) => numbered(one.querySelector(".tl-n")) === number);
    if (number && !clause) return null;
    const points = [...(clause || article).querySelectorAll(".tl-law p")];
    const point = letter && points.find((one) => one.textContent.trimStart().startsWith(`${letter})`));
    return point || clause || null;
  };

  const pointAt = (article, mention) => {
    for (const before of panel().querySelectorAll(".tl-there")) before.classList.remove("tl-there");
    const target = part(article, mention);
    target?.classList.add("tl-there");
    return target;
  };

  const goto = (article, from = current(), mention = "") => {
    if (!article) return false;
    if (from !== article) trail.push(from?.dataset.key ?? panel().dataset.document);
    if (back()) back().hidden = !trail.length;
    choose(article);
    const target = pointAt(article, mention);
    bring(article);
    if (target && !onScreen(target)) bring(target, 0.3);
    focus(target ?? article.querySelector("h3, h4, h5, h6"));
    return true;
  };

  const goBack = () => {
    const key = trail.pop();
    if (key === undefined) return;
    const article = named(key);
    if (article) goto(article, article);
    else if (key === panel().dataset.document) bring(panel().querySelector("h2"));
    else {
      returning = true;
      const link = document.createElement("button");
      Object.assign(link.dataset, { act: key.includes("#") ? "open" : "document", key });
      link.hidden = true;
      panel().append(link);
      link.click();
      link.remove();
    }
    back().hidden = !trail.length;
  };

  const step = (from, by) => {
    const all = articles();
    goto(all[all.indexOf(from) + by], all[all.indexOf(from) + by]);
  };

  // Copying and printing

  const copy = async (text) => {
    const words = panel().querySelector(".tl-said").dataset;
    try {
      await navigator.clipboard.writeText(text);
      say(words.copied);
    } catch {
      const area = document.createElement("textarea");
      area.className = "tl-to-copy";
      area.readOnly = true;
      area.value = text;
      area.addEventListener("blur", () => area.remove());
      panel().querySelector(".tl-said").before(area);
      area.select();
      say(words.refused);
    }
  };

  const link = (name, value) => {
    const query = encodeURIComponent(value).replaceAll("%2F", "/");
    return `${window.location.origin}${window.location.pathname}?${name}=${query}`;
  };

  const paper = (article) => {
    const note = panel()?.querySelector(".tl-print-note");
    if (!note) return;
    note.querySelector(".tl-print-cite").textContent = panel().dataset.cite ? cite(article) : "";
    const status = panel().querySelector(".tl-panel-head .tl-status");
    note.querySelector(".tl-print-status").textContent = article && status ? status.innerText.trim() : "";
    const printed = note.querySelector("[data-printed]");
    const day = new Date().toLocaleDateString("en-GB");
    printed.textContent = printed.dataset.printed.replace("{day}", day);
  };

  const print = (article) => {
    article?.classList.add("tl-print-this");
    window.print();
  };

  window.addEventListener("beforeprint", () => paper(panel()?.querySelector(".tl-print-this")));
  window.addEventListener("afterprint", () => panel()?.querySelector(".tl-print-this")?.classList.remove("tl-print-this"));

  // Opening and closing

  // Where the panel covers the page, what is under it can be neither seen nor reached.
  let covered = [];
  const uncover = () => {
    for (const node of covered) node.inert = false;
    covered = [];
  };
  const cover = () => {
    uncover();
    const path = [];
    for (let node = panel(); node && node !== document.body; node = node.parentElement) path.push(node);
    if (!path.some((node) => getComputedStyle(node).position === "fixed")) return;
    for (const node of path) {
      for (const beside of node.parentElement.children) {
        const speaks = beside.matches("#tl-toast, script, style, dialog") || beside.querySelector("#tl-toast");
        if (beside !== node && !speaks && !beside.inert) covered.push(beside);
      }
    }
    for (const node of covered) node.inert = true;
  };

  // What the panel was opened from may have been drawn anew, with the results.
  const opened = () => {
    if (opener?.isConnected) return opener;
    const card = openedFrom && document.querySelector(`.tl-card[data-key="${CSS.escape(openedFrom)}"]`);
    return card || document.querySelector("#tl-question textarea, #tl-question input");
  };

  const close = () => {
    const target = opened();
    window.traLuatFind?.reset();
    panel()?.remove();
    uncover();
    [trail, last] = [[], ""];
    [opener, openedFrom] = [null, ""];
    target?.focus();
  };

  const show = () => {
    const here = current();
    if (here) choose(here);
    const mark = (here && pointAt(here, mentioned)) ?? here?.querySelector("mark");
    mentioned = "";
    fit();
    if (here) bring(here);
    else scroller().scrollTop = 0;
    if (mark) requestAnimationFrame(() => panel() && !onScreen(mark) && bring(mark, 0.3));
    focus(panel().querySelector("h2"));
  };

  // Gradio draws an answer over the one before, element by element: what was set here is gone then, `data-ready` first.
  const prepare = () => {
    const root = panel();
    const active = document.activeElement;
    if (active && active !== document.body && !root.contains(active)) {
      [opener, openedFrom] = [active, active.closest(".tl-card")?.dataset.key ?? ""];
    }
    root.dataset.ready = "";
    const here = root.dataset.at ?? root.dataset.document ?? "";
    if (last && last !== here && !returning) trail.push(last);
    [last, returning] = [here, false];
    window.traLuatFind?.reset();
    if (back()) back().hidden = !trail.length;
    const words = root.querySelector(".tl-said").dataset.clause;
    for (const number of root.querySelectorAll(".tl-article .tl-n")) {
      number.setAttribute("role", "button");
      number.title = words.replace("{number}", numbered(number) ?? "");
      number.tabIndex = -1;
    }
    cover();
    show();
  };

  const look = () => {
    const root = panel();
    const whole = root?.querySelector(":scope > .tl-print-note"); // a page that is still loading has only part of it
    if (whole && root.dataset.ready === undefined) prepare();
    else if (!root && covered.length) uncover();
  };

  const does = {
    close,
    back: goBack,
    contents: () => {
      const contents = panel().querySelector(".tl-contents");
      contents.open = true;
      bring(contents);
      (contents.querySelector('[aria-current="location"]') ?? contents.querySelector("summary")).focus();
    },
    link: (article) => {
      const { address } = panel().dataset;
      copy(article ? link("dieu", address + numberOf(article.dataset.key)) : link("vanban", address));
    },
    print,
    "print-article": print,
    tools: (article) => tools(article, !article.querySelector(".tl-tools")),
    cite: (article) => copy(cite(article)),
    quote: (article) => copy(`“${article.querySelector(".tl-law").textContent.trim()}”\n(${cite(article)})`),
    previous: (article) => step(article, -1),
    next: (article) => step(article, 1),
    goto: (article, wish) => goto(linked(wish.search), article, wish.textContent),
  };

  const citeClause = (number) => {
    copy(cite(number.closest(".tl-article"), numbered(number)));
  };

  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    mentioned = event.target.closest?.(".tl-law a[data-act]")?.textContent ?? "";
    const clicked = event.target.closest?.(".tl-panel :is([data-do], .tl-article .tl-n, a[href^='#tl-a'])");
    if (!clicked) return;
    const article = clicked.closest(".tl-article");
    if (clicked.matches(".tl-n")) citeClause(clicked);
    else if (clicked.matches("a[href^='#tl-a']")) {
      event.preventDefault();
      goto(document.getElementById(clicked.getAttribute("href").slice(1)));
    } else if (does[clicked.dataset.do]) {
      event.preventDefault();
      does[clicked.dataset.do](article, clicked);
    }
  });

  document.addEventListener("keydown", (event) => {
    const root = panel();
    if (!root || event.defaultPrevented || document.querySelector("dialog[open]")) return;
    if (event.target.matches?.(".tl-find-box") && event.target.value) return; // find.js empties it first
    if (event.key === "Escape" && (root.contains(event.target) || event.target === document.body)) {
      event.preventDefault();
      close();
    } else if ((event.key === "Enter" || event.key === " ") && event.target.matches?.(".tl-panel .tl-article .tl-n")) {
      event.preventDefault();
      citeClause(event.target);
    }
  });

  window.addEventListener("resize", () => panel() && cover());
  window.addEventListener("scroll", fit, { passive: true });
  new ResizeObserver(fit).observe(document.documentElement);
  new MutationObserver(look).observe(document, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["data-ready"],
  });
  window.traLuatReader = { bring, current, show: () => panel() && show(), goto: (key) => goto(named(key)), close };
})();
