// What the folder and the history do in the browser by themselves; desk_page.py calls it around their actions.
({
  // Before an action. Its answer draws rows anew that have moved: the keyboard's place and notes that were typed and
  // not saved are put back, at their article. Gives the page's address in place of the last value.
  keep: (root, ...values) => {
    const box = document.getElementById(root);
    const key = (element) => element?.closest("[data-key]")?.dataset.key ?? "";
    const notes = () => [...box.querySelectorAll("textarea[name=note]")];
    const clicked = document.activeElement;
    const { act } = box.contains(clicked) ? clicked.dataset : {};
    const about = key(clicked);
    const place = [...box.querySelectorAll("li")].indexOf(clicked.closest("li"));
    const saved = act === "annotate" ? about : null;
    const typed = new Map(notes().map((note) => [key(note), note.value === note.defaultValue ? null : note.value]));

    const restore = () => {
      for (const note of notes()) {
        const draft = key(note) === saved ? null : typed.get(key(note));
        note.value = draft ?? note.defaultValue;
      }
      if (!act || (document.activeElement !== document.body && !box.contains(document.activeElement))) return;
      const same = [...box.querySelectorAll("[data-act]")].filter((one) => key(one) === about && !one.disabled);
      const rows = box.querySelectorAll("li");
      const next =
        same.find((one) => one.dataset.act === act) ??
        (about ? same.find((one) => one.tagName === "BUTTON") : null) ??
        rows[Math.min(Math.max(place, 0), rows.length - 1)]?.querySelector("[data-act]") ??
        box.querySelector("h2");
      next?.focus();
    };
    // Gradio also touches the box while it waits for the answer.
    const drawn = () => box.querySelector(".tl-desk")?.outerHTML;
    const before = drawn();
    box.traLuatWatch?.disconnect();
    box.traLuatWatch = new MutationObserver((_, watch) => {
      if (drawn() === before) return;
      watch.disconnect();
      restore();
    });
    box.traLuatWatch.observe(box, { attributes: true, characterData: true, childList: true, subtree: true });
    return [...values.slice(0, -1), window.location.origin + window.location.pathname];
  },

  // After it. Hands over a file, which nobody has written to a disk before.
  save: (file) => {
    if (!file) return "";
    const { name, type, data } = JSON.parse(file);
    const bytes = Uint8Array.from(atob(data), (byte) => byte.charCodeAt(0));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([bytes], { type }));
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    return "";
  },
})
