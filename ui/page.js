// What the page does in the browser by itself; begin and end are called around every search.
(() => {
  const results = () => document.querySelector("#tl-results .tl-results");
  const panel = () => document.querySelector("#tl-panel .tl-panel");
  const language = () => document.querySelector(".tl-head")?.dataset.language;

  // Wishes that are still being answered: the one before may end after the newest has begun.
  let pending = 0;
  const wait = () => {
    pending += 1;
    document.body.classList.add("tl-searching");
    document.body.classList.remove("tl-drawn");
  };

  // Every wish has its turn, for they wait in different queues: the server may come to an older one last. What the page
  // was opened with is the first.
  let turn = 1;
  const note = (values) => [...values.slice(0, -1), (turn += 1)];
  const begin = (values) => {
    wait();
    return note(values);
  };

  const opening = () => {
    document.documentElement.lang = language() ?? "vi";
    if (new URLSearchParams(window.location.search).get("q")) wait();
    else pending += 1; // it ends as well, and something may be asked before
    watch();
  };

  const end = () => {
    pending = Math.max(pending - 1, 0);
    if (!pending) document.body.classList.remove("tl-searching");
    follow();
    watch();
  };

  // The address always brings back what is on the screen: the search, and the document that is open beside it.
  const asked = ["q", "loai", "coquan", "linhvuc", "nam", "hieuluc", "kho", "giu"];
  const follow = () => {
    const query = new URLSearchParams(window.location.search);
    for (const name of ["dieu", "vanban", ...(results() ? asked : [])]) {
      query.delete(name);
    }
    for (const [name, value] of new URLSearchParams(results()?.dataset.link ?? "")) if (value) query.set(name, value);
    const { at, address: open } = panel()?.dataset ?? {};
    if (at) query.set("dieu", open + at.slice(at.lastIndexOf("#")));
    else if (open) query.set("vanban", open);
    const search = query.toString();
    const address = window.location.pathname + (search ? `?${search}` : "");
    if (address !== window.location.pathname + window.location.search) {
      window.history.replaceState(window.history.state, "", address);
    }
    const question = results()?.dataset.title;
    document.title = question ? `${question} – Tra Luật` : "Tra Luật";
    document.body.classList.toggle("tl-asked", Boolean(results() || document.querySelector("#tl-results .tl-notice")));
    document.body.classList.toggle("tl-reading-on", Boolean(panel()));
    tell();
  };

  // Screen readers hear the outcome once it is there; the region itself never leaves the page.
  const tell = () => {
    if (document.body.classList.contains("tl-searching") && results()?.dataset.stage === "first") return;
    const outcome = [...document.querySelectorAll("#tl-results .tl-notice, #tl-results .tl-summary span:first-child")];
    const live = document.getElementById("tl-live");
    const heard = outcome.map((node) => node.textContent).join(" ");
    if (live && live.textContent !== heard) live.textContent = heard;
  };

  // What became of a wish shows on the buttons of its article, wherever they stand, without drawing them anew.
  const press = () => {
    const toast = document.querySelector("#tl-toast .tl-toast");
    if (!toast?.dataset.key) return;
    for (const card of document.querySelectorAll(`[data-key="${CSS.escape(toast.dataset.key)}"]`)) {
      for (const name of ["pin", "right", "wrong", "compare"]) {
        if (toast.dataset[name] === undefined) continue;
        for (const button of card.querySelectorAll(`button[data-act="${name}"]`)) {
          button.setAttribute("aria-pressed", toast.dataset[name]);
        }
      }
    }
  };

  const queued = () => {
    const busy = document.querySelector(".tl-busy");
    const place = /queue: (\d+)\/(\d+)/.exec(document.getElementById("tl-queue")?.textContent ?? "");
    if (!busy) return;
    const words = place ? busy.dataset.queue.replace("{place}", place[1]).replace("{total}", place[2]) : busy.dataset.said;
    if (busy.textContent !== words) busy.textContent = words;
  };

  // Results are dim while they are older than the question, and no longer.
  const drawn = () => {
    document.body.classList.add("tl-drawn");
    follow();
  };

  // On a busy machine an answer is drawn after Gradio says that it came.
  const watched = new WeakSet();
  const watch = () => {
    for (const [name, act] of [["tl-results", drawn], ["tl-panel", follow], ["tl-toast", press], ["tl-queue", queued]]) {
      const region = document.getElementById(name);
      if (!region || watched.has(region)) continue;
      watched.add(region);
      new MutationObserver(act).observe(region, { childList: true, subtree: true, characterData: true });
    }
  };

  // Names this browser to the server, so that it finds its own documents again, or where nothing is kept for browsers
  // this tab, so that it goes on with its visit; kept here and sent nowhere else.
  let named = true;
  const token = (ofTab) => {
    try {
      const storage = ofTab ? sessionStorage : localStorage;
      let kept = storage.getItem("tra-luat");
      if (!/^[0-9a-f]{64}$/.test(kept ?? "")) {
        kept = [...crypto.getRandomValues(new Uint8Array(32))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
        storage.setItem("tra-luat", kept);
      }
      return kept;
    } catch {
      named = false;
      return "";
    }
  };

  // The box for files says everything in the page's language: Gradio's words there are the same on all pages.
  const files = (introduction) => {
    const { dataset } = introduction.querySelector("[data-drop]");
    const say = (node, words) => node && node.nodeValue !== words && (node.nodeValue = words);
    const texts = (element) => [...(element?.childNodes ?? [])].filter((one) => one.nodeType === 3 && one.nodeValue.trim());
    const translate = () => {
      const box = document.querySelector("#tl-upload");
      const [drop, click] = texts(box?.querySelector('[data-testid="upload-text"]'));
      say(drop, `${dataset.drop} `);
      say(click, ` ${dataset.click}`);
      say(texts(box?.querySelector('[data-testid="upload-text"] .or'))[0], dataset.or);
      say(texts(box?.querySelector(".uploading"))[0], dataset.uploading);
      box?.querySelector(".upload-container")?.setAttribute("aria-label", dataset.label);
      const input = box?.querySelector("input[type=file]");
      if (input && input.accept !== dataset.accept) input.accept = dataset.accept;
    };
    const tab = introduction.closest("[role=tabpanel]") ?? document.body;
    new MutationObserver(translate).observe(tab, { childList: true, subtree: true, characterData: true });
    translate();
  };

  const copied = async (button, text) => {
    try {
      await navigator.clipboard.writeText(text);
      const before = button.dataset.words ?? button.textContent;
      button.dataset.words = before;
      button.textContent = button.dataset.done;
      setTimeout(() => (button.textContent = before), 2000);
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      button.after(area);
      area.select();
    }
  };

  const cited = (card) => card.querySelector(".tl-cite-text").textContent;
  const copies = {
    cite: (card) => cited(card),
    quote: (card) => {
      const whole = card.querySelector(".tl-full mark") ?? card.querySelector(".tl-snippet mark");
      return whole ? `“${whole.textContent.trim()}” (${cited(card)})` : cited(card);
    },
    link: (card) => location.origin + location.pathname + card.querySelector('[data-act="open"]').search,
  };

  // The other language is another page: where something would be lost on the way, it is said first.
  const leaving = () => document.getElementById("tl-leave");
  const lost = () => ({ unsaved: document.querySelector("#tl-recognised .tl-toc"), visit: !named });
  const leave = () => {
    const link = document.querySelector('[data-do="language"]');
    window.location.assign(link.getAttribute("href") + window.location.search);
  };
  const switched = () => {
    const reasons = lost();
    for (const why of leaving().querySelectorAll("[data-why]")) why.hidden = !reasons[why.dataset.why];
    if (reasons.unsaved || reasons.visit) leaving().showModal();
    else leave();
  };

  document.addEventListener("click", (event) => {
    const wish = event.target.closest?.("[data-do]");
    if (!wish) return;
    const card = wish.closest(".tl-card");
    if (card && copies[wish.dataset.do]) copied(wish, copies[wish.dataset.do](card));
    else if (wish.dataset.do === "language") {
      event.preventDefault();
      switched();
    } else if (wish.dataset.do === "leave") leave();
    else if (wish.dataset.do === "stay") leaving().close();
    else if (wish.dataset.do === "keys") document.getElementById("tl-keys")?.showModal();
    else if (wish.dataset.do === "close-keys") document.getElementById("tl-keys")?.close();
  });

  // Opened in a new tab, a link keeps the language and the place that the page is served at: Gradio's base forgets both.
  for (const name of ["pointerdown", "focusin"]) {
    document.addEventListener(name, (event) => {
      const link = event.target.closest?.('a[href^="?"]');
      if (link) link.setAttribute("href", window.location.pathname + link.getAttribute("href"));
    });
  }

  window.traLuat = { begin, note, opening, end, token, files };
})();
