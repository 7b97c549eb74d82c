// Who sees what time, while a form is filled in: the names stand in the page, the server says what clocks show there.

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

function show(line, time) {
  const clock = element("time", "", time.clock);
  clock.dateTime = time.datetime;
  line.querySelector(".strip-time").replaceChildren(clock, " ", element("span", "zone", time.offset));
  const notes = time.notes.map((note) => element("span", note.attention ? "attention" : "", note.text));
  line.querySelector(".strip-notes").replaceChildren(...notes);
  line.classList.toggle("strip-odd", time.notes.some((note) => note.attention));
}

function liveTimes() {
  const form = document.querySelector("form[data-times]");
  const lines = [...document.querySelectorAll("form[data-times] .strip-line")];
  if (!form || !lines.length) return;
  let asked = 0;
  const ask = async () => {
    const value = (name) => form.elements[name]?.value ?? "";
    if (!value("date") || !value("time") || !value("zone")) return;
    const number = ++asked;
    const query = new URLSearchParams({
      starts_local: `${value("date")}T${value("time")}`,
      zone: value("zone"),
      minutes: value("duration_minutes") || "60",
    });
    for (const line of lines) query.append("place", line.dataset.place);
    try {
      const answer = await fetch(`${form.dataset.times}?${query}`, { headers: { accept: "application/json" } });
      if (!answer.ok || number !== asked) return;
      const { items, closed } = await answer.json();
      lines.forEach((line, index) => show(line, items[index]));
      const days = closed.map((day) => element("p", "attention", day));
      form.querySelector(".strip-closed")?.replaceChildren(...days);
      form.querySelector(".strip-none")?.remove();
    } catch {
      // What stands there stays.
    }
  };
  let waiting;
  for (const name of ["date", "time", "zone", "duration_minutes"]) {
    form.elements[name]?.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, 300);
    });
  }
}

liveTimes();
