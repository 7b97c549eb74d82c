// What makes pages quicker where there is JavaScript; every page works without any of it.

const root = document.documentElement;

// The browser's zone, told once, so that the reader's own times can stand beside those of the place.
function tellZone() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!zone || root.dataset.zoneChosen === "yes") return;
  const told = document.cookie.split("; ").find((pair) => pair.startsWith("browser_zone="));
  const value = `browser_zone=${encodeURIComponent(zone)}`;
  if (told === value) return;
  document.cookie = `${value}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
  const kept = document.cookie.includes(value);
  // The page is shown once more with these times, unless something may have been typed already: not into what it only offers.
  const typed = document.querySelector("main form[method=post]:not([data-offered])");
  if (kept && zone !== root.dataset.zone && !typed) location.reload();
}

// A button beside each address that is worth copying.
function copyButtons() {
  if (!navigator.clipboard) return;
  for (const element of document.querySelectorAll("[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain copy";
    button.textContent = element.dataset.copyWord;
    const said = document.createElement("span");
    said.className = "only-heard";
    said.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(element.dataset.copy);
      button.textContent = said.textContent = element.dataset.copied;
      setTimeout(() => {
        button.textContent = element.dataset.copyWord;
        said.textContent = "";
      }, 2000);
    });
    element.after(button, said);
  }
}

// Menus close with Escape and by a click elsewhere.
function closeMenus() {
  const close = (but) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(but)) menu.open = false;
  };
  document.addEventListener("click", (event) => close(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details.menu[open]");
    close(null);
    open?.querySelector("summary").focus();
  });
}

// On a narrow screen the navigation is longer than the line: it shows where one is.
function showHere() {
  document.querySelector(".nav [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
}

// What is wrong is read first, and is where the keyboard goes on.
function focusSummary() {
  document.querySelector(".summary")?.focus();
}

// A form is sent once, however often its button is pressed; the server holds that too, by the form's key.
function sendOnce() {
  for (const form of document.querySelectorAll("form[method=post]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "yes";
    });
  }
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });
}

// Only the part of the place that was chosen is shown.
function choosePlace() {
  const parts = { rooms: ".part-rooms", elsewhere: ".part-elsewhere" };
  const radios = document.querySelectorAll("input[name=where_kind]");
  const show = () => {
    const chosen = document.querySelector("input[name=where_kind]:checked")?.value;
    for (const [kind, selector] of Object.entries(parts)) {
      const part = document.querySelector(selector);
      if (part) part.hidden = kind !== chosen && !part.querySelector(".error, .conflicts");
    }
  };
  for (const radio of radios) radio.addEventListener("change", show);
  if (radios.length) show();
}

// An address of its own is asked for where that was chosen; what is not asked for is not sent.
function chooseAddress() {
  const part = document.querySelector(".part-join");
  const radios = document.querySelectorAll("input[name=join_kind]");
  if (!part || !radios.length) return;
  const show = () => {
    const chosen = document.querySelector("input[name=join_kind]:checked")?.value;
    part.hidden = chosen !== "own" && !part.querySelector(".error");
    for (const field of part.querySelectorAll("input")) field.disabled = part.hidden;
  };
  for (const radio of radios) radio.addEventListener("change", show);
  show();
}

// The living link is followed as soon as it opens.
function reloadAt() {
  const link = document.querySelector("[data-reload-at]");
  const wait = link ? Date.parse(link.dataset.reloadAt) - Date.now() : NaN;
  if (wait > 0 && wait < 3600_000) setTimeout(() => location.reload(), wait + 1000);
}

// Where it is narrow the parts of a page stand open one at a time: whoever opens one folds the others. Where there is room,
// and without this, all of them stand open.
function foldSteps() {
  const steps = [...document.querySelectorAll("details.step")];
  const narrow = window.matchMedia("(max-width: 45.99rem)");
  if (steps.length < 2 || !narrow.matches) return;
  const show = (step) => {
    for (const other of steps) other.open = other === step;
  };
  const stepOf = (hash) => document.getElementById(hash.slice(1))?.closest("details.step");
  show(stepOf(location.hash) ?? steps.find((step) => "now" in step.dataset));
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
      const step = stepOf(link.hash);
      if (step && narrow.matches) show(step);
    });
  }
  narrow.addEventListener("change", () => {
    if (!narrow.matches) for (const step of steps) step.open = true;
  });
}

tellZone();
copyButtons();
closeMenus();
showHere();
focusSummary();
sendOnce();
choosePlace();
chooseAddress();
reloadAt();
foldSteps();
