"""How the bot is: what its parts tell, what the database tells, what is wrong and what to do."""

from groupscope.health.findings import Finding, Level
from groupscope.health.vitals import AccountLive, Live, Vitals

__all__ = ["AccountLive", "Finding", "Level", "Live", "Vitals"]
