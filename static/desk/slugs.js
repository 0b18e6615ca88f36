// Fills an empty slug field while the title is typed, until the slug itself is edited.

const GERMAN = { ä: "ae", ö: "oe", ü: "ue" };
const LETTERS = { ß: "ss", œ: "oe", æ: "ae", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th" };

function slugOf(text, language, length) {
  const letters = language === "de" ? { ...LETTERS, ...GERMAN } : LETTERS;
  return [...text.normalize("NFC").toLowerCase()]
    .map((letter) => letters[letter] ?? letter)
    .join("")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[’']/g, "-")
    .replace(/[^a-z0-9\s-]/g, "")
    .trim()
    .replace(/[\s-]+/g, "-")
    .slice(0, length)
    .replace(/^-+|-+$/g, "");
}

document.querySelectorAll("input[data-slug-of]").forEach((slug) => {
  const title = document.getElementById(`id_${slug.dataset.slugOf}`);
  if (!title || slug.value) return;
  const propose = () => {
    slug.value = slugOf(title.value, slug.name.slice(-2), slug.maxLength);
  };
  title.addEventListener("input", propose);
  slug.addEventListener("input", () => title.removeEventListener("input", propose), { once: true });
});
