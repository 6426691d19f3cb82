"""Takes the pictures of the documentation: `make screenshots`.

A service is started, judges the made-up run of `examples/rollouts`, and Chromium looks at its page and at a
report of its audit trail. The pictures are what a visitor sees; nothing in them is drawn by hand.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

from PIL import Image
from playwright.sync_api import Page, ViewportSize, sync_playwright

from examples.rollouts.__main__ import rollouts

IMAGES = Path(__file__).parent / "images"
READY = re.compile(r"ready at (http://\S+)")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--force-color-profile=srgb")
DESK: ViewportSize = {"width": 1200, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
STEPS = 30
BATCH = 64
COLOURS = 96
"""Of a picture: text and plots need few, and the file is a third as long."""
ANSWER_MS = 30_000


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A service of our own, with the audit trail on."""
    service = subprocess.Popen(
        [sys.executable, "-m", "service", "serve"],
        env={
            **os.environ,
            "REWARDD_PORT": "0",
            "REWARDD_AUDIT": str(folder / "audit"),
            "REWARDD_PROBLEMS": str(folder / "problems"),
        },
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert service.stderr is not None
        for line in service.stderr:
            if found := READY.search(line):
                yield found[1]
                break
        else:
            sys.exit("The service did not start; `rewardd doctor` says what is missing.")
    finally:
        service.terminate()
        service.communicate()


def judge(url: str, rows: list[dict[str, object]]) -> None:
    """Have them judged as one batch."""
    body = json.dumps({"items": rows}).encode()
    with urlopen(Request(f"{url}/v1/verify/batch", body, {"Content-Type": "application/json"})) as answer:  # noqa: S310
        answer.read()


def take_example(page: Page, title: str) -> None:
    """Have one of the page's examples judged."""
    page.evaluate("document.getElementById('answer').replaceChildren()")
    page.get_by_role("button", name=title, exact=True).click()
    page.locator("#answer .verdict").wait_for(timeout=ANSWER_MS)


def show(page: Page, heading: str) -> None:
    """Have the section of this heading at the upper edge."""
    page.get_by_role("heading", name=heading, exact=True).evaluate(
        "heading => heading.closest('section').scrollIntoView({ behavior: 'instant' })"
    )


def save(name: str, png: bytes) -> None:
    """Write a picture with few colours."""
    path = IMAGES / f"{name}.png"
    path.write_bytes(png)
    with Image.open(path) as image:
        image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.relative_to(Path.cwd())}: {path.stat().st_size // 1024} KiB")


def take_all(url: str, report: Path) -> None:
    """Every picture."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("There is no chromium here: scripts/browser installs it.")
    run = list(rollouts(STEPS, seed=1))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))

        page = browser.new_page(viewport=DESK)
        page.goto(url)
        page.locator("#live dd").first.wait_for()
        for start in range(0, len(run), BATCH):
            judge(url, run[start : start + BATCH])
            page.wait_for_timeout(1_000)
        take_example(page, "another form")
        show(page, "Request")
        save("page-math", page.screenshot())
        take_example(page, "wrong on one case")
        show(page, "Request")
        save("page-code", page.screenshot())
        page.wait_for_timeout(4_000)
        save("page-live", page.locator("section:has(#live)").screenshot())

        phone = browser.new_page(viewport=PHONE, color_scheme="dark", device_scale_factor=1.5)
        phone.goto(url)
        take_example(phone, "an identity")
        show(phone, "Result")
        save("page-phone", phone.screenshot())

        subprocess.run(
            [sys.executable, "-m", "service", "report", str(report.parent / "audit"), "-o", str(report)],
            check=True,
        )
        page.goto(report.as_uri())
        save("report", page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": 1200, "height": 1700}))
        page.locator("summary").nth(3).click()
        show(page, "Samples to look at")
        save("report-samples", page.screenshot())
        browser.close()


def main() -> None:
    """Take them."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as url:
        take_all(url, Path(folder) / "report.html")


if __name__ == "__main__":
    main()
