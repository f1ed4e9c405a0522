"""The dashboard: pages, a JSON API and a live socket, served by the bot itself.

Nothing here knows NoneBot: ``Dashboard`` is an ASGI application that somebody mounts, starts and
stops. Every figure comes from the reports and summaries that chat answers with.
"""

from groupscope.web.dashboard import Dashboard

__all__ = ["Dashboard"]
