"""Failures that carry the sentence a person will read."""


class GroupscopeError(Exception):
    """A failure that is told as it stands: ``str(error)`` is a whole Chinese sentence.

    Raised anywhere, handled once at the edge: the answer to a command, the start of the bot, the
    command line.
    """


class QuestionError(GroupscopeError):
    """A member asked something that cannot be answered as asked."""


class StartError(GroupscopeError):
    """The bot must not start; the sentence says why and what to do."""
