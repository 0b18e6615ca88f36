// Beside each day to type, a button that opens the browser's own calendar. What is chosen there is
// written as the field wants it, such as 31-12-2026. Without this file the day is typed.

const nameOf = (day) => day.getAttribute("aria-label") ?? day.labels[0]?.textContent.trim().replace(/:$/, "") ?? "";

function addCalendar(day) {
  const calendar = document.createElement("input"); // behind the button, so that it opens there
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
    const [number, month, year] = day.value.split("-").map((part) => part.padStart(2, "0"));
    calendar.value = `${year}-${month}-${number}`; // stays empty when that is no day
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
