// The thread along the lower edge of the slides: one length for each slide in
// the colour of its theme, drawn as far as the story has come. And the size of
// words that stand alone: as large as their length allows.
(() => {
  "use strict";

  const SHORT = 90;
  const LONG = 200;

  const sizeWords = () => {
    for (const quotation of document.querySelectorAll(".quotation-slide .quotation")) {
      const length = quotation.querySelector("blockquote")?.textContent.trim().length ?? 0;
      quotation.classList.toggle("short", length <= SHORT);
      quotation.classList.toggle("long", length > LONG);
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

  const start = () => {
    sizeWords();
    weave();
  };
  if (Reveal.isReady()) start();
  else Reveal.on("ready", start);
})();
