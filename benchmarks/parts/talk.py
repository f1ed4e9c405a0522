"""A busy crowd: what it says, as the frames that NapCat would send."""

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from random import Random

from groupscope.model import Segment
from groupscope.playground import NAPCAT, Said, World, segments
from groupscope.playground.account import Account
from groupscope.playground.link import written

ACCOUNT = 10_000
GROUPS = (20_001, 20_002, 20_003, 20_004, 20_005)
FIRST_MEMBER = 3_000_000_000
MEMBERS = 250
"""How many people talk; all of them sit in every group."""
PER_SECOND = 50
"""How fast the crowd has talked, by the times in its frames."""
REPLIES = 0.08
WORDS = (  # noqa: SIM905 -- fifty pairs of quotes would not be easier to read
    "今天 晚上 周末 食堂 作业 番茄 牛腩 咖啡 地铁 下雨 上班 摸鱼 开会 老板 猫 狗 电影 游戏 "
    "真的 好像 有点 感觉 哈哈哈 笑死 离谱 可以 不行 为什么 怎么 什么时候 谁 一起 吃 喝 买 看 "
    "the bug fix 服务器 又 挂了 重启 一下 试试 明天 再说 晚安 早 听 想 排位 抽卡"
).split()


def crowd(group_ids: Sequence[int] = GROUPS, clock: Callable[[], float] = time.time) -> World:
    """Return a world with groups in which the account and the same crowd sit, nothing said yet."""
    world = World(clock)
    for group_id in group_ids:
        room = world.open(group_id, f"番茄俱乐部 {group_id}")
        room.seat(ACCOUNT, "群镜")
        for number in range(1, MEMBERS + 1):
            card = f"【{number}】番茄爱好者" if number % 3 == 0 else ""
            room.seat(FIRST_MEMBER + number, f"群友{number}", card)
    return world


class Crowd:
    """Speaks in all rooms in turn, in a world of its own.

    What is said there reaches the bot as ready frames alone: it is no history to fetch.
    """

    def __init__(self, group_ids: Sequence[int] = GROUPS, seed: int = 1) -> None:
        self.world = crowd(group_ids)
        self.account = Account(self.world, ACCOUNT, NAPCAT)
        self._random = Random(seed)
        self._rooms = cycle(self.world.rooms.values())

    def frames(self, count: int) -> list[str]:
        """Return the frames of the next ``count`` messages; the last one was said just now."""
        begin = time.time() - count / PER_SECOND
        said = (self.speak(int(begin + number / PER_SECOND)) for number in range(count))
        return [self.written(message) for message in said]

    def roll_call(self) -> list[str]:
        """Return the frames of one message of everybody in every room."""
        rooms = self.world.rooms.values()
        everybody = range(FIRST_MEMBER + 1, FIRST_MEMBER + MEMBERS + 1)
        return [self.written(room.remember(who, "到")) for room in rooms for who in everybody]

    def written(self, said: Said) -> str:
        """Return a message's frame."""
        return written(self.account.frame(said))

    def speak(self, when: int | None = None) -> Said:
        """Let somebody say something in the next room, now unless told when."""
        room, random = next(self._rooms), self._random
        who = FIRST_MEMBER + random.randint(1, MEMBERS)
        quoted = room.history[-random.randint(1, 50) :][:1] if random.random() < REPLIES else []
        return room.remember(
            who, utterance(random), reply_to=quoted[0] if quoted else None, when=when
        )

    def ask(self, words: str) -> tuple[int, str]:
        """Let somebody type a command in the first room; return its message id and its frame."""
        room = next(iter(self.world.rooms.values()))
        said = room.remember(FIRST_MEMBER + 1, words)
        return self.account.ids.of(said), self.written(said)

    def last(self) -> Iterator[Said]:
        """Return the last message of each room that has one."""
        return (room.history[-1] for room in self.world.rooms.values() if room.history)


def sentence(random: Random) -> str:
    """Return a line as people type it."""
    return "".join(random.choices(WORDS, k=random.randint(2, 8)))


def utterance(random: Random) -> list[str | Segment]:
    """Return what is said: text 67 %, pictures 14 %, text with a face, mentions."""
    dice = random.random()
    words = segments.text(sentence(random))
    if dice < 0.67:
        return [words]
    if dice < 0.81:
        return [segments.image(random.randbytes(16), sticker=random.random() < 0.5)]
    if dice < 0.92:
        return [words, segments.face(random.randint(1, 300), "汪汪")]
    someone = random.randint(1, MEMBERS)
    return [segments.at(FIRST_MEMBER + someone, f"群友{someone}"), words]
