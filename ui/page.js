// What the page does in the browser by itself; page.py calls begin and end around every search.
(() => {
  document.documentElement.lang = "vi";

  const question = () => document.querySelector("#tl-question textarea, #tl-question input");
  const link = () => new URLSearchParams(window.location.search);

  // What is being searched, which is not always what the box holds by the time the answer comes.
  let pending = null;

  const begin = (text, inForce, kind) => {
    pending = { asked: (text || "").trim(), inForce, kind };
    document.body.classList.add("tl-searching");
  };

  const beginLinked = () => {
    const query = link();
    if (query.get("q")) begin(query.get("q"), query.get("hieuluc") === "1", query.get("loai"));
  };

  const end = () => {
    if (!pending) return;
    const { asked, inForce, kind } = pending;
    pending = null;
    document.body.classList.remove("tl-searching");
    document.body.classList.toggle("tl-asked", asked !== "");
    const query = link();
    for (const [name, value] of [["q", asked.slice(0, 1000)], ["hieuluc", inForce ? "1" : ""], ["loai", kind]]) {
      if (asked && value) query.set(name, value);
      else query.delete(name);
    }
    const search = query.toString();
    window.history.replaceState(window.history.state, "", window.location.pathname + (search ? `?${search}` : ""));
    document.title = asked ? `${asked.slice(0, 80)} – Tra Luật` : "Tra Luật";
    tell();
    watch();
  };

  // Screen readers hear the outcome once it is there; the region itself never leaves the page.
  const tell = () => {
    const outcome = [...document.querySelectorAll("#tl-results .tl-notice, #tl-results .tl-summary span:first-child")];
    const live = document.getElementById("tl-live");
    const heard = outcome.map((node) => node.textContent).join(" ");
    if (live && live.textContent !== heard) live.textContent = heard;
  };

  // On a busy machine the answer is drawn after Gradio says that it came.
  let watched = null;
  const watch = () => {
    const results = document.getElementById("tl-results");
    if (!results || results === watched) return;
    watched = results;
    new MutationObserver(tell).observe(results, { childList: true, subtree: true });
  };

  // Names this browser to the server, so that it finds its own documents again; kept here and sent nowhere else.
  const token = () => {
    try {
      let kept = localStorage.getItem("tra-luat");
      if (!/^[0-9a-f]{64}$/.test(kept ?? "")) {
        kept = [...crypto.getRandomValues(new Uint8Array(32))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
        localStorage.setItem("tra-luat", kept);
      }
      return kept;
    } catch {
      return "";
    }
  };

  window.traLuat = { begin, beginLinked, end, token };

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable=true]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const box = question();
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.(".tl-copy");
    if (!button) return;
    const cited = button.parentElement.querySelector(".tl-cite-text");
    try {
      await navigator.clipboard.writeText(cited.textContent);
      const before = button.textContent;
      button.textContent = button.dataset.done;
      setTimeout(() => (button.textContent = before), 2000);
    } catch {
      window.getSelection().selectAllChildren(cited);
    }
  });
})();
