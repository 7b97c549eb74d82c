// Reads calendars with Mozilla's ical.js: one JSON string a line in, what it finds of it a line out.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const { default: ICAL } = await import(pathToFileURL(process.argv[2]).href);

function values(component, name) {
  return component.getAllProperties(name).flatMap((property) => property.getValues());
}

function first(component, name) {
  const [value = null] = values(component, name);
  return value === null ? null : String(value);
}

// As it is written: a DATE, or a DATE-TIME in UTC.
function when(component, name) {
  const time = component.getFirstPropertyValue(name);
  if (!time.isDate && time.zone !== ICAL.Timezone.utcTimezone) throw new Error(`${name} is not in UTC`);
  return time.toICALString();
}

function conference(component) {
  const property = component.getFirstProperty("conference");
  return property && [String(property.getFirstValue()), property.getParameter("label")];
}

function entry(component) {
  return {
    uid: first(component, "uid"),
    sequence: component.getFirstPropertyValue("sequence"),
    stamp: when(component, "dtstamp"),
    created: when(component, "created"),
    modified: when(component, "last-modified"),
    start: when(component, "dtstart"),
    end: when(component, "dtend"),
    summary: first(component, "summary"),
    description: first(component, "description"),
    location: first(component, "location"),
    url: first(component, "url"),
    categories: values(component, "categories"),
    status: first(component, "status"),
    transp: first(component, "transp"),
    class: first(component, "class"),
    conference: conference(component),
    alarms: component
      .getAllSubcomponents("valarm")
      .map((alarm) => [String(alarm.getFirstPropertyValue("trigger")), first(alarm, "description")]),
  };
}

function read(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const head = {
    name: first(calendar, "name"),
    known_as: first(calendar, "x-wr-calname"),
    zone: first(calendar, "x-wr-timezone"),
    url: first(calendar, "url"),
    description: first(calendar, "description"),
  };
  return { head, entries: calendar.getAllSubcomponents("vevent").map(entry) };
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    answer = read(JSON.parse(line));
  } catch (error) {
    answer = { wrong: String(error) };
  }
  console.log(JSON.stringify(answer));
}
