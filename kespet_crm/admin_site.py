"""The staff's admin site."""

from unfold.sites import UnfoldAdminSite


class KespetAdminSite(UnfoldAdminSite):
    """One site for all staff; permissions decide who sees what."""
