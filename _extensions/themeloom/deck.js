// The thread along the lower edge of the slides: one length for each slide in
// the colour of its theme, drawn as far as the story has come. And the size of
// words that stand alone: as large as their length allows.
(() => {
  "use strict";

  // Up to so many letters words are set largest; beyond so many, smaller and smallest.
  const SIZES = { ".quotation-slide": [60, 330, 560], ".statement": [0, 330, 520] };

  const sizeWords = () => {
    for (const [kind, [short, long, longer]] of Object.entries(SIZES)) {
      for (const slide of document.querySelectorAll(`.reveal ${kind}`)) {
        const words = slide.querySelector("blockquote, .implication, p")?.textContent.trim().length ?? 0;
        slide.classList.toggle("short", words <= short);
        slide.classList.toggle("long", words > long && words <= longer);
        slide.classList.toggle("longer", words > longer);
      }
    }
  };

  const threadOf = (slide) =>
    slide.dataset.thread || slide.querySelector(".quotation[class*='thread-']")?.className.match(/thread-(\d+)/)?.[1];

  const weave = () => {
    const bar = document.querySelector(".reveal .progress");
    const slides = Reveal.getSlides();
    if (!bar || !slides.length) return;
    const step = 100 / slides.length;
    const lengths = slides.map((slide, index) => {
      const thread = threadOf(slide);
      const colour = thread ? `var(--thread-${((thread - 1) % 6) + 1})` : "var(--ink)";
      return `${colour} ${index * step}% ${(index + 1) * step}%`;
    });
    const line = document.createElement("div");
    line.className = "weave";
    bar.style.setProperty("--weave", `linear-gradient(to right, ${lengths.join(", ")})`);
    bar.classList.add("woven");
    bar.append(line);
    const tell = () => bar.style.setProperty("--told", `${(slides.indexOf(Reveal.getCurrentSlide()) + 1) * step}%`);
    Reveal.on("slidechanged", tell);
    tell();
  };

  // The title slide has the threads of the deck, as many as it tells of.
  const gather = () => {
    const title = document.querySelector(".reveal #title-slide, .reveal section.title-slide");
    const threads = [...new Set(Reveal.getSlides().map(threadOf).filter(Boolean).map(Number))].sort((a, b) => a - b);
    if (!title || !threads.length) return;
    const few = threads.slice(0, 12);
    const paths = few.map((thread, index) => {
      const from = 110 + 34 * index;
      const left = few.length - 1 - index;
      const down = 1740 - 34 * left;
      const class_ = `thread-${((thread - 1) % 6) + 1}${thread > 6 ? " again" : ""}`;
      return `<path class="${class_}" d="M1920 ${from} H${down + 120} C${down} ${from} ${down} ${from} ${down} ${from + 120} V860 C${down} 1062 ${down} 1062 ${down - 300 - 60 * left} 1062"/>`;
    });
    title.insertAdjacentHTML("beforeend", `<svg class="gathering" viewBox="0 0 1920 1080" aria-hidden="true">${paths.join("")}</svg>`);
  };

  const start = () => {
    sizeWords();
    gather();
    weave();
  };
  if (Reveal.isReady()) start();
  else Reveal.on("ready", start);
})();
