// Searching, choosing and copying. Without it the page is complete and shows everything.
(() => {
  "use strict";

  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const form = document.querySelector("[data-filters]");
  const search = document.getElementById("search");
  const count = document.getElementById("count");
  const choices = all("[data-filter]");
  const resets = all("button[type='reset'], [data-reset]");
  const nothing = document.querySelector('[data-nothing="quotations"]');
  const groups = all(".theme-group").map((group) => ({ group, cards: all(".card", group) }));

  // Where something was coded, codings are searched as well.
  const coded = typeof codings === "undefined" ? null : codings;

  // One form for what is typed and what is printed: no accents, one kind of quotation mark.
  const comparable = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
    .replace(/[‘’‚‛′´`ʼ]/g, "'").replace(/[“”„‟″«»]/g, '"').replace(/\s+/g, " ");
  const texts = new Map();
  for (const { group, cards } of groups) {
    const theme = group.querySelector("h3").textContent;
    for (const card of cards) {
      // Not in the passage around a quotation: one looks for what was quoted.
      const parts = all("figure, .line, dd", card).map((part) => part.textContent);
      texts.set(card, comparable([theme, ...parts].join(" ")));
    }
  }

  const several = ["theme", "used", "code"];
  const has = (card, name, value) =>
    several.includes(name) ? (card.dataset[name] ?? "").split("|").includes(value) : card.dataset[name] === value;
  const fits = (card, wanted) =>
    choices.every((one) => !one.value || has(card, one.dataset.filter, one.value)) &&
    wanted.every((word) => texts.get(card).includes(word));

  const update = () => {
    const wanted = comparable(search.value).split(" ").filter(Boolean);
    const narrowed = wanted.length > 0 || choices.some((one) => one.value);
    let shown = 0;
    for (const { group, cards } of groups) {
      const kept = cards.filter((card) => {
        card.hidden = !fits(card, wanted);
        return !card.hidden;
      });
      shown += kept.length;
      group.hidden = narrowed && kept.length === 0;
      for (const part of all(".subtheme", group)) {
        part.hidden = narrowed && !kept.some((card) => part.contains(card));
      }
    }
    const noun = texts.size === 1 ? "quotation" : "quotations";
    const chosen = choices.filter((one) => one.value).map((one) => [one.dataset.filter, one.value]);
    const others = coded ? coded.update(wanted, chosen, comparable) : [];
    const quotations = `${narrowed ? `${shown} of ` : ""}${texts.size} ${noun}`;
    count.textContent = [quotations, ...others].join(" · ");
    nothing.hidden = !narrowed || shown > 0;
    for (const reset of resets) reset.hidden = !narrowed;
  };

  const clear = () => { form.reset(); update(); };

  if (form) {
    form.hidden = false;
    form.addEventListener("input", update);
    form.addEventListener("change", update);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => { update(); search.focus(); }));
    for (const one of all("[data-reset]")) one.addEventListener("click", () => { clear(); search.focus(); });
    addEventListener("keydown", (event) => {
      const typing = event.target.closest?.("input, select, textarea");
      if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        search.focus();
      }
      if (event.key === "Escape" && typing && form.contains(typing)) clear();
    });
    for (const one of all("[data-choose]")) one.addEventListener("click", (event) => {
      event.preventDefault();
      search.value = "";
      for (const choice of choices) choice.value = choice.dataset.filter === one.dataset.choose ? one.dataset.value : "";
      update();
      document.getElementById("codings-title").focus();
      document.getElementById("codings-title").scrollIntoView();
    });
    // A browser may keep what was typed when a page is opened again.
    update();
    if (coded) requestIdleCallback(() => coded.prepare(comparable), { timeout: 2000 });
  }

  // Copying: to the clipboard where there is one, else the text is selected for the reader.
  const select = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  };
  const copy = async (element) => {
    try {
      await navigator.clipboard.writeText(element.textContent);
      return true;
    } catch {
      select(element);
      return document.execCommand("copy");
    }
  };
  const status = document.createElement("p");
  status.className = "unseen";
  status.setAttribute("role", "status");
  document.body.append(status);
  for (const button of all("[data-copy]")) {
    const label = button.firstChild;
    const before = label.textContent;
    let timer = 0;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const code = document.getElementById(button.dataset.copy);
      const copied = await copy(code);
      label.textContent = copied ? "Copied" : "Selected";
      status.textContent = copied ? `Copied: ${code.textContent}` : "Selected; copy it with your keyboard.";
      button.classList.add("done");
      clearTimeout(timer);
      timer = setTimeout(() => {
        label.textContent = before;
        status.textContent = "";
        button.classList.remove("done");
      }, 2000);
    });
  }

  // Whoever is sent to a quotation sees its chain; whoever is sent to a checklist sees it open.
  const open = () => {
    const name = decodeURIComponent(location.hash.slice(1));
    if (coded && name.startsWith("coding-")) coded.reveal(name.slice("coding-".length));
    const target = name && document.getElementById(name);
    if (!target) return;
    const details = target.matches("details") ? target : target.querySelector(":scope > details");
    if (details) details.open = true;
  };
  addEventListener("hashchange", open);
  open();
})();
