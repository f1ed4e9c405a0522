"""The store: what was recorded, how it got there, and how it is read."""

from groupscope.store.snapshot import Snapshot
from groupscope.store.store import Store

__all__ = ["Snapshot", "Store"]
