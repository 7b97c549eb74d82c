// Rooms: dragging across the day to book, and saying while a form is filled whether a room is free.

const STEP = 5;
const pad = (number) => String(number).padStart(2, "0");
const clock = (minutes) => `${pad(Math.floor(minutes / 60) % 24)}:${pad(minutes % 60)}`;

// The minutes since midnight under the pointer, on a quarter of an hour.
function minutesAt(lane, clientX) {
  const day = lane.closest(".day");
  const columns = getComputedStyle(lane).gridTemplateColumns.split(" ").length;
  const box = lane.getBoundingClientRect();
  const share = Math.min(Math.max((clientX - box.left) / box.width, 0), 1);
  const minutes = Number(day.dataset.from) * 60 + share * columns * STEP;
  return Math.round(minutes / 15) * 15;
}

function dragToBook() {
  for (const lane of document.querySelectorAll(".lane[data-book]")) {
    let start = null;
    let picked = null;
    const day = lane.closest(".day");
    const place = (from, to) => {
      const opening = Number(day.dataset.from) * 60;
      picked.className = `picked s${(from - opening) / STEP + 1} e${(to - opening) / STEP + 1}`;
      picked.textContent = `${clock(from)}–${clock(to)}`;
    };
    const span = (event) => {
      const here = minutesAt(lane, event.clientX);
      return here >= start ? [start, Math.max(here, start + 15)] : [here, start];
    };
    const stop = () => {
      picked?.remove();
      picked = start = null;
    };
    lane.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || event.pointerType === "touch" || event.target.closest(".block")) return;
      if (getComputedStyle(lane).display !== "grid") return;
      start = minutesAt(lane, event.clientX);
      picked = document.createElement("span");
      lane.append(picked);
      lane.setPointerCapture(event.pointerId);
      place(start, start + 15);
      event.preventDefault();
    });
    lane.addEventListener("pointermove", (event) => {
      if (start !== null) place(...span(event));
    });
    lane.addEventListener("pointercancel", stop);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") stop();
    });
    lane.addEventListener("pointerup", (event) => {
      if (start === null) return;
      const [from, until] = span(event);
      // A click alone means an hour.
      const to = until - from <= 15 ? from + 60 : until;
      const query = new URLSearchParams({
        date: lane.dataset.day ?? day.dataset.day,
        from: clock(from),
        to: clock(to),
      });
      stop();
      location.assign(`${lane.dataset.book}?${query}`);
    });
  }
}

// Beside each room of a form: free or taken in the time that stands there. Asks only when the time is whole.
function liveFree() {
  const form = document.querySelector("form[data-free][data-zone]");
  if (!form) return;
  let asked = 0;
  const ask = async () => {
    const value = (name) => form.elements[name]?.value ?? "";
    const [date, from, to] = [value("date"), value("from"), value("to")];
    if (!date || !from || !to) return;
    const number = ++asked;
    const next = new Date(`${date}T00:00:00Z`);
    if (to <= from) next.setUTCDate(next.getUTCDate() + 1);
    const last = value("last") || next.toISOString().slice(0, 10);
    const query = new URLSearchParams({
      starts_local: `${date}T${from}:00`,
      ends_local: `${last}T${to}:00`,
      zone: form.dataset.zone,
    });
    if (form.dataset.except) query.set("except", form.dataset.except);
    let free;
    try {
      const answer = await fetch(`${form.dataset.free}?${query}`, { headers: { accept: "application/json" } });
      if (!answer.ok) return;
      free = new Set((await answer.json()).items.map((room) => room.slug));
    } catch {
      return;
    }
    if (number !== asked) return;
    for (const box of form.querySelectorAll("input[name=rooms]")) {
      const label = box.parentElement.querySelector("label");
      let said = label.querySelector(".live");
      if (!said) {
        said = document.createElement("span");
        label.append(" ", said);
      }
      const is = free.has(box.value);
      said.className = `live live-${is ? "free" : "taken"}`;
      said.textContent = is ? form.dataset.freeWord : form.dataset.takenWord;
    }
  };
  let waiting;
  for (const name of ["date", "from", "to", "last"]) {
    form.elements[name]?.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, 300);
    });
  }
  ask();
}

dragToBook();
liveFree();
