"""The browser of the page's own tests."""

from tests.ui.conftest import browser_type_launch_args, outside

__all__ = ["browser_type_launch_args", "outside"]
