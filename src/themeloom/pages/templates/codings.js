// The codings: found by what is typed and chosen, and listed some at a time, so that ten thousand
// of them cost no more than those that are seen.
const codings = (() => {
  "use strict";

  const AT_ONCE = 40;
  const told = JSON.parse(document.getElementById("coded").textContent);
  const list = document.getElementById("list-of-codings");
  const more = document.querySelector(".more");
  const rows = [...document.querySelectorAll("tr[data-code]")];
  const people = [...document.querySelectorAll("[data-person]")];
  const nothing = (name) => document.querySelector(`[data-nothing="${name}"]`);
  const codes = new Map(rows.map((row) => [row.dataset.code, row]));
  const nameOf = (code) => codes.get(code)?.querySelector(".name").textContent ?? code;
  const above = (code) => {
    const way = [];
    for (let one = code; one && !way.includes(one); one = codes.get(one)?.dataset.parent) way.unshift(one);
    return way;
  };
  const paths = new Map(told.codes.map((code) => [code, above(code)]));
  const themesOf = (code) => codes.get(code)?.dataset.themes.split(" ").filter(Boolean) ?? [];
  const uses = new Map([...document.querySelectorAll(".card")].map((card) =>
    [card.id.slice("quote-".length), card.dataset.used.split("|")]));

  const all = told.rows.map(([id, code, source, said, coder, line, words, memo, quoted]) => ({
    id, line, words, memo, quoted,
    code: told.codes[code],
    source: told.sources[source],
    said: said.map((one) => told.people[one]),
    coder: told.coders[coder],
  }));
  let found = all;
  let shown = 0;

  // What is looked through, made once the page stands there: it opens without waiting for it.
  let texts = null;
  let saidOfCodes = null;
  const readable = (comparable) => {
    const once = new Map();
    const brief = (text) => once.get(text) ?? (once.set(text, comparable(text)), once.get(text));
    return all.map((one) => [
      comparable(`${one.id} ${one.words} ${one.memo}`),
      ...paths.get(one.code).map((code) => brief(nameOf(code))), brief(one.code),
      brief(one.source[1]), ...one.said.map(brief), brief(one.coder),
    ].join(" "));
  };

  const prepare = (comparable) => {
    texts ??= readable(comparable);
    saidOfCodes ??= rows.map((row) => comparable(row.firstElementChild.textContent));
  };

  const is = {
    theme: (one, value) => themesOf(one.code).includes(value),
    voice: (one, value) => (value === "-" ? one.said.length === 0 : one.said.includes(value)),
    source: (one, value) => one.source[0] === value,
    used: (one, value) => (value === "-"
      ? one.quoted.every((name) => (uses.get(name) ?? ["-"]).includes("-"))
      : one.quoted.some((name) => uses.get(name)?.includes(value))),
    code: (one, value) => paths.get(one.code).includes(value),
    coder: (one, value) => one.coder === value,
    memo: (one) => one.memo !== "",
  };

  const part = (name, className, text) => {
    const element = document.createElement(name);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  };
  const item = (one) => {
    const entry = part("li", "coding");
    entry.id = `coding-${one.id}`;
    entry.tabIndex = -1;
    const thread = codes.get(one.code)?.dataset.thread;
    if (thread) entry.classList.add(`thread-${thread}`);
    entry.append(part("p", "said", `“${one.words}”`));
    const about = part("p", "about-coding");
    about.append(part("span", "code", paths.get(one.code).map(nameOf).join(" › ")));
    const others = [one.said.join(", "), one.coder && `coded by ${one.coder}`, `${one.source[1]}, line ${one.line}`];
    about.append(part("span", "", others.filter(Boolean).join(" · ")));
    entry.append(about);
    if (one.memo) {
      const memo = part("p", "memo", one.memo);
      memo.prepend(part("span", "label", "Memo "));
      entry.append(memo);
    }
    for (const name of one.quoted) {
      const link = part("a", "", `quoted as ${name}`);
      link.href = `#quote-${name}`;
      entry.append(link, " ");
    }
    return entry;
  };
  const fill = () => {
    const next = found.slice(shown, shown + AT_ONCE);
    list.append(...next.map(item));
    shown += next.length;
    more.hidden = shown >= found.length;
    more.firstChild.textContent = `Show ${Math.min(AT_ONCE, found.length - shown)} more of ${(found.length - shown).toLocaleString("en")}`;
  };
  more.firstChild.addEventListener("click", () => {
    const first = shown;
    fill();
    list.children[first]?.focus();
  });

  // Codes and participants are narrowed with the codings: by their own words, and by what is chosen.
  const narrow = (wanted, chosen, narrowed) => {
    let fitting = 0;
    rows.forEach((row, at) => {
      const fits = chosen.every(([name, value]) =>
        (name === "code" ? above(row.dataset.code).includes(value) : name !== "theme" || themesOf(row.dataset.code).includes(value)));
      row.hidden = !fits || !wanted.every((word) => saidOfCodes[at].includes(word));
      fitting += !row.hidden;
    });
    nothing("codes").hidden = fitting > 0;
    const voices = new Set(narrowed ? found.flatMap((one) => one.said) : []);
    for (const row of people) row.hidden = narrowed && !voices.has(row.dataset.person);
    if (people.length) nothing("people").hidden = people.some((row) => !row.hidden);
    return fitting;
  };

  // Show what fits; how many codings and codes do.
  const update = (wanted, chosen, comparable) => {
    if (wanted.length) prepare(comparable);
    const narrowed = wanted.length > 0 || chosen.length > 0;
    found = !narrowed ? all : all.filter((one, at) =>
      chosen.every(([name, value]) => is[name](one, value)) &&
      wanted.every((word) => texts[at].includes(word)));
    list.replaceChildren();
    shown = 0;
    fill();
    nothing("codings").hidden = found.length > 0;
    const fitting = narrow(wanted, chosen, narrowed);
    const of = (some, many, noun) =>
      `${narrowed ? `${some.toLocaleString("en")} of ` : ""}${many.toLocaleString("en")} ${noun}${many === 1 ? "" : "s"}`;
    return [of(found.length, all.length, "coding"), of(fitting, rows.length, "code")];
  };

  // Whoever is sent to a coding sees it, wherever in the list it stands.
  const reveal = (id) => {
    const at = found.findIndex((one) => one.id === id);
    while (at >= shown) fill();
    const entry = document.getElementById(`coding-${id}`);
    entry?.scrollIntoView();
    entry?.focus();
  };

  return { update, reveal, prepare };
})();

