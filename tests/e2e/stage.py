"""A real node on a free port of this machine, and a browser before it."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import axe_playwright_python
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from tests.e2e.set_up import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs" / "images"
CHROMIUM = "/usr/bin/chromium"
BROWSER_WORDS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = {"phone": 360, "desk": 1280}
LANGUAGES = ("en", "hi", "te", "ta")
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SECRETS = {
    "asha": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
    "gita": "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU",
    "hari": "MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK",
}


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


@contextmanager
def running_node(
    folder: Path, *people: str, organisation="AHTU Hyderabad", kind="ahtu", place="IN-36", host="localhost"
):
    """A node with these people (``name:role:secret``), served by the real server until the block ends; gives its address.

    ``localhost`` and not a number: passkeys belong to a name.
    """
    port = free_port()
    url = f"http://{host}:{port}"
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "SAJHA_HOME": str(folder)}
    environment.pop("SAJHA_DATABASE", None)
    set_up = [sys.executable, "-m", "tests.e2e.set_up", str(folder), url, organisation, kind, place, *people]
    subprocess.run(set_up, env=environment, cwd=ROOT, check=True)
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += [
        "--workers",
        "1",
        "--blocking-threads",
        "4",
        "--no-ws",
        "--log-level",
        "warning",
        "sajha.project.wsgi:application",
    ]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)
        try:
            _wait(port, server)
            yield url
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait(port: int, server: subprocess.Popen, limit: float = 30) -> None:
    end = time.monotonic() + limit
    while time.monotonic() < end:
        assert server.poll() is None, "the server ended at once"
        with socket.socket() as door:
            door.settimeout(0.2)
            if door.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("the server did not answer")


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def sign_in(page, url: str, name: str) -> None:
    """Name, password and code of the person's app, typed as a person types them."""
    page.goto(f"{url}/sign-in/")
    page.locator("#id_login").fill(name)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.locator("#id_code").fill(code_of(SECRETS[name]))
    page.locator("main form button").first.click()
    page.locator("nav.areas").wait_for()


def choose(page, language: str) -> None:
    """Switch the language by its own name on top of the page."""
    button = page.locator(f'.tongues button[value="{language}"]')
    if button.get_attribute("aria-pressed") != "true":
        button.click()
        page.locator(f'html[lang="{language}"]').wait_for(state="attached")


def faults(page) -> list[str]:
    """What axe finds on the page that is open; each as rule, help and the first place."""
    page.evaluate(AXE)
    found = page.evaluate("tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", RULES)
    return [f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:160]}" for one in found["violations"]]


def look(page, name: str, *, keep: bool = False, languages=LANGUAGES) -> list[str]:
    """Check the open page in each language at both widths: no fault by axe, nothing wider than the screen.

    ``keep`` takes pictures for the docs: English at a desk, and each language on a phone. ``PICTURES=folder`` takes all, whole.
    """
    found, everything = [], os.environ.get("PICTURES")
    DOCS.mkdir(parents=True, exist_ok=True)
    for language in languages:
        choose(page, language)
        for width_name, width in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": 800})
            place = f"{name} {language} {width_name}"
            found += [f"{place}: {fault}" for fault in faults(page)]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.append(f"{place}: wider than the screen")
            if keep and (width_name == "phone" or language == "en"):
                page.screenshot(path=DOCS / f"{name}-{language}-{width_name}.png")
            if everything:
                page.screenshot(path=Path(everything) / f"{name}-{language}-{width_name}.png", full_page=True)
    choose(page, "en")
    return found
