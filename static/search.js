// While somebody types in the search field, pages of this site whose names begin like it (portal/search/suggestions.py).
// Without this script, or when anything fails, the field is that of a plain form.
const WAIT = 200; // milliseconds after the last key
const SHORTEST = 2; // characters

const element = (tag, attributes, ...children) => {
  const made = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  made.append(...children);
  return made;
};

// The focus stays in the field, and arrows move through the list: the combobox of WAI-ARIA.
class Suggestions {
  constructor(field) {
    Object.assign(this, { field, active: -1, options: [], known: new Map() });
    this.list = element("ul", { id: `${field.id}-suggestions`, role: "listbox", class: "suggestions", hidden: "" });
    this.list.setAttribute("aria-label", field.labels[0].textContent);
    this.status = element("p", { role: "status", class: "visually-hidden" });
    field.type = "text"; // a search field may not be a combobox
    field.inputMode = field.enterKeyHint = "search";
    const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false" };
    Object.entries({ ...roles, "aria-controls": this.list.id }).forEach(([name, value]) => field.setAttribute(name, value));
    field.parentElement.after(this.list, this.status);
    field.addEventListener("input", () => this.wait());
    field.addEventListener("keydown", (event) => this.press(event));
    field.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the focus
    this.list.addEventListener("click", ({ target }) => this.choose(this.options.indexOf(target.closest("[role=option]"))));
  }

  wait() {
    this.close();
    const words = this.field.value.trim().replace(/\s+/g, " ").toLowerCase();
    if (words.length >= SHORTEST) this.timer = setTimeout(() => this.find(words), WAIT);
  }

  async find(words) {
    this.request = new AbortController();
    const { signal } = this.request;
    try {
      if (!this.known.has(words)) {
        const answer = await fetch(`${this.field.dataset.suggestions}?${new URLSearchParams({ q: words })}`, { signal });
        if (!answer.ok) return;
        this.known.set(words, await answer.json());
      }
      if (!signal.aborted && document.activeElement === this.field) this.show(this.known.get(words));
    } catch {
      // Typed further or offline: the form works as before.
    }
  }

  show([, titles, kinds, addresses, { languages, said }]) {
    this.options = titles.map((title, index) => {
      const attributes = { role: "option", id: `${this.list.id}-${index}`, "aria-selected": "false", "data-address": addresses[index] };
      return element("li", attributes, element("span", { lang: languages[index] }, title), " ", element("small", {}, kinds[index]));
    });
    this.list.replaceChildren(...this.options);
    this.list.hidden = !titles.length;
    this.field.setAttribute("aria-expanded", String(titles.length > 0));
    this.status.textContent = said;
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.move(-1);
    this.options = [];
    this.list.hidden = true;
    this.status.textContent = "";
    this.field.setAttribute("aria-expanded", "false");
  }

  // -1 is the field itself, with what was typed
  move(index) {
    this.active = index;
    this.options.forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    if (index < 0) this.field.removeAttribute("aria-activedescendant");
    else this.field.setAttribute("aria-activedescendant", this.options[index].id);
    this.options[index]?.scrollIntoView({ block: "nearest" });
  }

  press(event) {
    const { length } = this.options;
    if (!length || event.isComposing) return;
    const places = length + 1;
    const act = {
      ArrowDown: () => this.move(((this.active + 2) % places) - 1),
      ArrowUp: () => this.move(((this.active + 1 + length) % places) - 1),
      Escape: () => this.close(),
      Enter: this.active >= 0 && (() => this.choose(this.active)),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  choose(index) {
    if (this.options[index]) location.assign(this.options[index].dataset.address);
  }
}

document.querySelectorAll("input[data-suggestions]").forEach((field) => new Suggestions(field));
