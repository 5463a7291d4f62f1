"""Write the generated pages of docs/reference again: ``python -m tools.reference``."""

import runpy

PAGES = ("tools.gate_page", "tools.request_page", "tools.wire_page")

if __name__ == "__main__":
    for page in PAGES:
        runpy.run_module(page, run_name="__main__")
