// Adds a button to each date field that opens the browser's date picker, and writes the chosen date in
// the format of the field, such as 31-12-2026. Without this script dates are typed.

const nameOf = (day) => day.getAttribute("aria-label") ?? day.labels[0]?.textContent.trim().replace(/:$/, "") ?? "";

function addCalendar(day) {
  const calendar = document.createElement("input"); // positioned behind the button, where its picker opens
  calendar.type = "date";
  calendar.tabIndex = -1;
  calendar.setAttribute("aria-hidden", "true");
  calendar.addEventListener("input", () => {
    day.value = calendar.value.split("-").reverse().join("-");
  });

  const button = document.createElement("button");
  button.type = "button";
  button.title = day.dataset.calendar;
  button.setAttribute("aria-label", `${day.dataset.calendar}: ${nameOf(day)}`);
  button.addEventListener("click", () => {
    const [number, month, year] = day.value.split(/[-./]/).map((part) => part.padStart(2, "0"));
    calendar.value = `${year}-${month}-${number}`; // stays empty for an invalid date
    calendar.showPicker();
  });

  const both = document.createElement("span");
  both.className = "calendar-button";
  both.append(calendar, button);
  day.after(both);
}

const addCalendars = (part) => part.querySelectorAll("input[data-calendar]:not([id*=__prefix__])").forEach(addCalendar);

addCalendars(document);
document.addEventListener("formset:added", (event) => addCalendars(event.target));
