"""What the demo's messages are made of is read by the door as the demo says it."""

from groupscope.demo import Plan, events
from groupscope.model import Message
from tests.demo.conftest import plan


async def test_the_door_reads_the_pieces_as_they_are_meant(loaded):
    from plugins.recorder import pieces as door

    kinds = set()
    demo: Plan = plan(messages=3000)
    for message in (event for event in events(demo) if isinstance(event, Message)):
        told = [{"type": piece.type, "data": dict(piece.data)} for piece in message.segments]
        read = door.pieces_of(told)
        text = door.spoken(read)
        assert text == message.text
        assert door.kind_of(read, text) == message.kind
        assert door.mentions_of(read) == message.mentions
        assert door.media_of(read) == message.media
        assert door.links_of(read, text) == message.links
        assert door.files_of(read) == message.files
        assert door.reply_of(read) == message.reply_to
        kinds.add(message.kind)
    assert len(kinds) >= 7
