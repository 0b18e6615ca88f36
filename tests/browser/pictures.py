"""One picture per language of every type of page: on a desktop, on a phone and in the dark."""

from html import escape

from tests.browser.browser import DESKTOP, PHONE, Mode, chromium, new_tab, take_picture

SHOWN = [Mode(DESKTOP, "light"), Mode(PHONE, "light"), Mode(DESKTOP, "dark")]
TALLEST = 2400  # pixels of a page that are shown; what is below repeats itself
STYLE = """
  body { margin: 24px; font: 15px sans-serif; background: #ddd }
  main { display: grid; grid-template-columns: repeat(3, 1fr); gap: 24px }
  figure { margin: 0; display: grid; gap: 8px; align-items: start }
  figure { grid-template-columns: 4fr 2fr 4fr }
  figcaption { grid-column: 1 / -1; font-weight: bold }
  img { width: 100%; border: 1px solid #888 }
"""


def contact_sheet(origin, shown, folder):
    """Makes a picture of these pages beside `folder` (which keeps each of them), and returns it."""
    folder.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        figures = [figure(browser, origin, target, folder) for target in shown]
        sheet = folder / "sheet.html"
        sheet.write_text(f"<!doctype html><style>{STYLE}</style><main>{''.join(figures)}</main>")
        tab = browser.new_page(viewport={"width": 2100, "height": 1200})
        tab.goto(sheet.as_uri())
        take_picture(tab, path=folder.with_suffix(".png"), full_page=True)
    return folder.with_suffix(".png")


def figure(browser, origin, target, folder):
    opened = new_tab(browser, origin)
    opened.go(target.address)
    images = ""
    for mode in SHOWN:
        opened.show(mode)
        name = f"{target.kind} {mode.width} {mode.scheme}.jpg".replace(":", "-").replace(" ", "-")
        height = min(opened.tab.evaluate("document.documentElement.scrollHeight"), TALLEST)
        clip = {"x": 0, "y": 0, "width": mode.width, "height": height}
        as_jpeg = {"path": folder / name, "type": "jpeg", "quality": 80}
        take_picture(opened.tab, **as_jpeg, full_page=True, clip=clip)
        images += f'<img src="{name}">'
    opened.tab.context.close()
    caption = escape(f"{target.kind} {target.address}")
    return f"<figure><figcaption>{caption}</figcaption>{images}</figure>"
