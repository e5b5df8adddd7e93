// Three small helps for readers of the web page: the contents follow where one
// reads, figures enlarge, notes and references show where they are cited.
// Without it the page is complete. Under Quarto, which has its own contents
// and its own hovers, only the figures enlarge.
(() => {
  "use strict";

  const main = document.querySelector("main") || document.body;
  const underQuarto = Boolean(document.querySelector('meta[name="generator"][content^="quarto"]'));
  const make = (name, properties = {}) => Object.assign(document.createElement(name), properties);
  const target = (link) => document.getElementById(decodeURIComponent(link.hash.slice(1)));

  // Contents: mark the section that is being read, in the colour of its thread.
  const followContents = () => {
    const links = [...document.querySelectorAll("#TOC a[href^='#']")];
    const places = links.map((link) => ({ link, section: target(link) })).filter((p) => p.section);
    if (!places.length) return;
    for (const { link, section } of places) {
      const threaded = section.closest("[data-thread], [class*='thread-']");
      const thread = threaded && (threaded.dataset.thread || threaded.className.match(/thread-(\d)/)?.[1]);
      if (thread) link.dataset.thread = thread;
    }
    const mark = () => {
      const line = window.innerHeight * 0.28;
      const atEnd = window.innerHeight + window.scrollY >= document.body.scrollHeight - 4;
      const passed = places.filter((p) => p.section.getBoundingClientRect().top <= line);
      const current = atEnd ? places.at(-1) : passed.at(-1);
      for (const { link } of places) {
        if (link === current?.link) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    };
    let waiting = false;
    const later = () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => { waiting = false; mark(); });
    };
    addEventListener("scroll", later, { passive: true });
    addEventListener("resize", later, { passive: true });
    mark();
  };

  // Figures: a button round the picture opens it as large as the window allows.
  const enlargeFigures = () => {
    const pictures = [...main.querySelectorAll("figure:not(.quotation) img")].filter((i) => !i.closest("a, button"));
    if (!pictures.length || !window.HTMLDialogElement) return;
    const dialog = make("dialog", { className: "enlarged" });
    const close = make("button", { type: "button", textContent: "Close" });
    const large = make("img");
    dialog.append(close, large);
    document.body.append(dialog);
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
    for (const picture of pictures) {
      const button = make("button", { type: "button", className: "enlarge" });
      button.setAttribute("aria-haspopup", "dialog");
      picture.replaceWith(button);
      button.append(picture, make("span", { className: "unseen", textContent: "Enlarge the figure" }));
      button.addEventListener("click", () => {
        large.src = picture.currentSrc || picture.src;
        large.alt = picture.alt || picture.getAttribute("aria-label") || "";
        large.classList.toggle("drawing", /image\/svg|\.svg$/.test(large.src));
        dialog.setAttribute("aria-label", large.alt.slice(0, 120) || "Figure");
        dialog.showModal();
      });
    }
  };

  // Tables that are wider than a phone scroll by themselves, with the keyboard too.
  const scrollTables = () => {
    for (const table of main.querySelectorAll("table")) {
      if (table.parentElement.closest("table, .table-scroll")) continue;
      const frame = make("div", { className: "table-scroll" });
      table.replaceWith(frame);
      frame.append(table);
      table.classList.toggle("many", table.querySelectorAll("thead th").length > 2);
      const watch = () => {
        const wide = frame.scrollWidth > frame.clientWidth + 1;
        if (!wide) { frame.removeAttribute("tabindex"); frame.removeAttribute("role"); frame.removeAttribute("aria-label"); return; }
        frame.tabIndex = 0;
        frame.setAttribute("role", "region");
        frame.setAttribute("aria-label", table.caption?.textContent.trim().slice(0, 120) || "Table");
      };
      new ResizeObserver(watch).observe(frame);
    }
  };

  // Notes and references: what a mark points to is shown beside it.
  const showNotes = () => {
    const marks = main.querySelectorAll("a.footnote-ref, a[role='doc-noteref'], a[role='doc-biblioref'], .citation a[href^='#']");
    const note = make("div", { className: "hover-note", id: "hover-note", hidden: true });
    note.setAttribute("role", "tooltip");
    let leaving = 0;
    const hide = () => { note.hidden = true; note.replaceChildren(); };
    const hideSoon = () => { leaving = setTimeout(hide, 180); };
    const show = (mark) => {
      const source = target(mark);
      if (!source) return;
      clearTimeout(leaving);
      const copy = source.cloneNode(true);
      copy.querySelectorAll("[role='doc-backlink'], .footnote-back").forEach((back) => back.remove());
      copy.querySelectorAll("[id]").forEach((part) => part.removeAttribute("id"));
      note.replaceChildren(...(source.matches("li") ? [...copy.childNodes] : [Object.assign(copy, { id: "" })]));
      note.hidden = false;
      const at = mark.getBoundingClientRect();
      const room = document.documentElement.clientWidth - note.offsetWidth - 16;
      const above = at.bottom + note.offsetHeight + 24 > window.innerHeight && at.top > note.offsetHeight + 16;
      note.style.left = `${Math.max(16, Math.min(at.left, room)) + window.scrollX}px`;
      note.style.top = `${(above ? at.top - note.offsetHeight - 8 : at.bottom + 8) + window.scrollY}px`;
    };
    if (!marks.length) return;
    document.body.append(note);
    for (const mark of marks) {
      mark.addEventListener("mouseenter", () => show(mark));
      mark.addEventListener("mouseleave", hideSoon);
      mark.addEventListener("focus", () => show(mark));
      mark.addEventListener("blur", hideSoon);
    }
    note.addEventListener("mouseenter", () => clearTimeout(leaving));
    note.addEventListener("mouseleave", hideSoon);
    addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  };

  // On a wide window footnotes stand in the margin, beside the line that calls them.
  const marginNotes = () => {
    for (const mark of main.querySelectorAll("a.footnote-ref")) {
      const source = target(mark);
      if (!source || mark.closest("table, figure, h1, h2, h3, h4")) continue;
      const aside = make("span", { className: "sidenote" });
      aside.setAttribute("aria-hidden", "true");
      aside.append(make("sup", { textContent: mark.textContent.trim() }), " ");
      for (const part of source.cloneNode(true).querySelectorAll("p")) {
        part.querySelectorAll("[role='doc-backlink'], .footnote-back").forEach((back) => back.remove());
        part.querySelectorAll("a").forEach((link) => { link.tabIndex = -1; });
        aside.append(...part.childNodes, " ");
      }
      mark.after(aside);
    }
  };

  enlargeFigures();
  if (underQuarto) return;
  scrollTables();
  marginNotes();
  showNotes();
  followContents();
})();
