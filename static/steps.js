// Where it is narrow the parts of a page stand open one at a time: whoever opens one folds the others. Where there is room,
// and without this, all of them stand open.

const steps = [...document.querySelectorAll("details.step")];
const narrow = window.matchMedia("(max-width: 45.99rem)");

function show(step) {
  for (const other of steps) other.open = other === step;
}

function foldSteps() {
  if (steps.length < 2 || !narrow.matches) return;
  const target = location.hash ? document.getElementById(location.hash.slice(1)) : null;
  show(target?.closest("details.step") ?? steps.find((step) => "now" in step.dataset));
  for (const step of steps) {
    step.addEventListener("toggle", () => {
      if (!step.open || !narrow.matches) return;
      show(step);
      if (step.getBoundingClientRect().top < 0) step.scrollIntoView();
    });
  }
  // What is missing leads to its field, in whichever part that is.
  for (const link of document.querySelectorAll('main a[href^="#"]')) {
    link.addEventListener("click", () => {
      const step = document.getElementById(link.hash.slice(1))?.closest("details.step");
      if (step && narrow.matches) show(step);
    });
  }
  narrow.addEventListener("change", () => {
    if (!narrow.matches) for (const step of steps) step.open = true;
  });
}

foldSteps();
