"""The panels of the wall: tables behind its charts, each made by what chat answers with."""

from groupscope.web.panels import people as people
from groupscope.web.panels import talk as talk
from groupscope.web.panels import times as times
from groupscope.web.panels.kinds import PANELS, Column, PanelKind, Table, Told, Wanted, columns

__all__ = ["PANELS", "Column", "PanelKind", "Table", "Told", "Wanted", "columns"]
