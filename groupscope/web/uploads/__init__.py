"""Files that are brought in at a page: they come in pieces, and are read beside the bot."""

from groupscope.web.uploads.queue import Uploads
from groupscope.web.uploads.upload import Asked, File, Part, State, Upload

__all__ = ["Asked", "File", "Part", "State", "Upload", "Uploads"]
