"""The files that the demo checks: a README with a link of every kind, and the guide that it links to."""

from importlib.resources import files
from pathlib import Path
from string import Template

from linkwarden.demo.web import DemoWeb


def write_files(folder: Path, web: DemoWeb) -> None:
    """Write the demo's files into *folder*, with the addresses of *web* in them."""
    addresses = {
        "web": web.url,
        "busy": web.busy_url,
        "soft": web.soft_url,
        "parked": web.parked_url,
        "closed": web.closed_url,
    }
    for resource in files(__package__).joinpath("files").iterdir():
        path = folder / resource.name.removesuffix(".template")
        path.write_text(Template(resource.read_text("utf-8")).substitute(addresses), encoding="utf-8")
