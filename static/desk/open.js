// Says each minute that a form is still open, for as long as it is in view: so others who open it are
// told. Without this script it counts as open for two minutes.

const base = document.querySelector("[data-open]");

if (base) {
  let last = Date.now();
  const say = () => {
    if (document.visibilityState !== "visible" || Date.now() - last < 59_000) return;
    last = Date.now();
    const body = new URLSearchParams({ csrfmiddlewaretoken: base.form.elements.csrfmiddlewaretoken.value });
    fetch(base.dataset.open, { method: "POST", body }).catch(() => {}); // the next one may get through
  };
  const beat = setInterval(say, 60_000);
  document.addEventListener("visibilitychange", say);
  base.form.addEventListener("submit", () => {
    clearInterval(beat);
    document.removeEventListener("visibilitychange", say);
  });
}
