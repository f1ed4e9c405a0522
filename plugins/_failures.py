"""What a call to an implementation may raise, whatever it is asked to do."""

from nonebot.adapters.onebot.v11.exception import ActionFailed, ApiNotAvailable, NetworkError
from nonebot.exception import WebSocketClosed

FAILURES = (ActionFailed, NetworkError, ApiNotAvailable, WebSocketClosed, RuntimeError)
"""RuntimeError is the socket that closes beneath the call."""
