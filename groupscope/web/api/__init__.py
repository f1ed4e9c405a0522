"""The endpoints of the API, a file for each subject; whatever is declared in one is served."""

from groupscope.web.api import across as across
from groupscope.web.api import chatlab as chatlab
from groupscope.web.api import groups as groups
from groupscope.web.api import imports as imports
from groupscope.web.api import lessons as lessons
from groupscope.web.api import login as login
from groupscope.web.api import messages as messages
from groupscope.web.api import openapi as openapi
from groupscope.web.api import recording as recording
from groupscope.web.api import reports as reports
from groupscope.web.api import searching as searching
from groupscope.web.api import settings as settings
from groupscope.web.api import state as state
from groupscope.web.api import tokens as tokens
from groupscope.web.api import walls as walls
from groupscope.web.call import ENDPOINTS

__all__ = ["ENDPOINTS"]
